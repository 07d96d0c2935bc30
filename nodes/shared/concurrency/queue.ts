/** A first-in, first-out queue with constant-time operations. `Array.shift` takes linear time. */
export class Queue<T> {
	private items: Array<T | undefined> = [];
	private head = 0;

	get length(): number {
		return this.items.length - this.head;
	}

	push(item: T): void {
		this.items.push(item);
	}

	shift(): T | undefined {
		if (this.length === 0) return undefined;
		const item = this.items[this.head];
		this.items[this.head] = undefined;
		this.head += 1;
		// Half of the array is free, so copying the rest takes constant time per item on average.
		if (this.head * 2 > this.items.length) {
			this.items = this.items.slice(this.head);
			this.head = 0;
		}
		return item;
	}
}
