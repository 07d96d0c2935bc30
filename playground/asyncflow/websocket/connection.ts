import type { AudioFormat } from '../../audio/format.ts';
import { wavHeader } from '../../audio/wav.ts';
import { at, componentSchema, type Contract } from '../../contract.ts';
import type { SocketCall, SocketReceiver } from '../../provider.ts';
import type { SpeechRequest } from '../../speech/types.ts';
import { error, invalidLanguage } from '../errors.ts';
import { settleSpeech, type SpeechWish } from '../speech.ts';
import { SpeechContext } from './context.ts';

/** Most audio in one frame. */
const FRAME_BYTES = 8 * 1024;

type Message = Record<string, unknown>;

/** `WsText` of the contract. */
interface TextMessage {
	transcript: string;
	context_id?: string;
	force?: boolean;
}

/** `WsInit` of the contract. */
type InitMessage = Omit<SpeechWish, 'output_format'> & Partial<Pick<SpeechWish, 'output_format'>>;

const isMessage = (value: unknown): value is Message =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{"terminate": true}` or `{"text": ""}`. */
const isCloseConnection = (message: Message): boolean =>
	'terminate' in message || (message['text'] === '' && !('transcript' in message));

/** One connection to `/text_to_speech/websocket/ws`, from its first message to its last. */
class Connection {
	readonly #call: SocketCall;
	readonly #contract: Contract;
	/** By id; the default context has none. */
	readonly #contexts = new Map<string | undefined, SpeechContext>();
	#settled: Omit<SpeechRequest, 'text'> | undefined;
	/** Contexts that are being closed. */
	#pending: Promise<void> = Promise.resolve();
	#closing = false;

	constructor(call: SocketCall, contract: Contract) {
		this.#call = call;
		this.#contract = contract;
	}

	/** Throws ApiError for a message that is not allowed. */
	receive(message: unknown): void {
		if (this.#closing) return;
		if (!isMessage(message)) throw error('invalid', 'A message must be a JSON object');
		if (isCloseConnection(message)) {
			this.#check('WsCloseConnection', message);
			this.#closeConnection();
		} else if (!this.#settled) {
			this.#initialize(message);
		} else if ('close_context' in message) {
			this.#check('WsCloseContext', message);
			this.#closeContext(String(message['context_id']));
		} else {
			// The oldest page's examples say text where its table says transcript.
			const { text, ...rest } = message;
			const renamed = 'transcript' in message ? message : { ...rest, transcript: text };
			this.#check('WsText', renamed);
			this.#text(renamed as unknown as TextMessage, this.#settled);
		}
	}

	#check(schema: string, message: Message): void {
		this.#call.check(componentSchema(this.#contract, schema), message);
	}

	#initialize(message: Message): void {
		if (!('model_id' in message) && ('transcript' in message || 'text' in message)) {
			throw error('invalid', 'initializeConnection must be the first message');
		}
		this.#check('WsInit', message);
		const schemas = at(this.#contract.document, 'components', 'schemas');
		const init = message as unknown as InitMessage;
		const models = at(schemas, 'TtsRequest', 'properties', 'model_id')['enum'];
		if (!Array.isArray(models) || !models.includes(init.model_id)) {
			throw error('invalid', `Unknown model ${init.model_id}`);
		}
		const languages = at(schemas, 'Language')['enum'];
		if (init.language !== undefined && !(Array.isArray(languages) && languages.includes(init.language))) {
			throw invalidLanguage(`Unknown language ${init.language}`);
		}
		const usual = at(schemas, 'WsInit', 'properties', 'output_format')['default'];
		const wish: SpeechWish = { output_format: usual as SpeechWish['output_format'], ...init };
		this.#settled = settleSpeech(wish, this.#contract, 'websocket', this.#call.account);
	}

	#text(message: TextMessage, settled: Omit<SpeechRequest, 'text'>): void {
		const { transcript, context_id: id, force } = message;
		if (transcript !== '' && !transcript.endsWith(' ')) {
			throw error('invalid', 'transcript must end with a space');
		}
		const context = this.#contexts.get(id) ?? this.#open(id, settled);
		context.add(transcript);
		if (force) context.flush();
		// Not documented, but clients end an utterance so and wait for its final message.
		if (transcript === '') this.#closeContext(id);
	}

	#open(id: string | undefined, settled: Omit<SpeechRequest, 'text'>): SpeechContext {
		let begun = false;
		const context = new SpeechContext(settled.language, async (text) => {
			if (this.#call.signal.aborted) return;
			try {
				this.#call.charge(text);
				await this.#speak({ text, ...settled }, id, !begun);
				begun = true;
			} catch (problem) {
				await this.#call.fail(problem);
			}
		});
		this.#contexts.set(id, context);
		return context;
	}

	/** Sends the audio of a piece; the pieces of a context together are one file. */
	async #speak(request: SpeechRequest, id: string | undefined, isFirst: boolean): Promise<void> {
		const format: AudioFormat = { ...request.format };
		if (format.container === 'wav') {
			format.container = 'raw';
			if (isFirst) await this.#frame(wavHeader('unknown', format.encoding, format.sampleRate), id);
		}
		for await (const piece of this.#call.speech.stream({ ...request, format })) {
			for (let from = 0; from < piece.length; from += FRAME_BYTES) {
				if (this.#call.signal.aborted) return;
				await this.#frame(piece.subarray(from, from + FRAME_BYTES), id);
			}
		}
	}

	async #frame(audio: Buffer, id: string | undefined): Promise<void> {
		const context = id === undefined ? {} : { context_id: id };
		await this.#call.sendFrame({ audio: audio.toString('base64'), final: false, ...context });
	}

	async #final(context: SpeechContext, id: string | undefined): Promise<void> {
		context.flush();
		await context.done();
		await this.#call.send({ audio: '', final: true, ...(id === undefined ? {} : { context_id: id }) });
	}

	#closeContext(id: string | undefined): void {
		const context = this.#contexts.get(id);
		if (!context) throw error('invalid', `Context ${String(id)} is not open`);
		this.#contexts.delete(id);
		const end = this.#final(context, id);
		this.#pending = this.#pending.then(() => end);
	}

	/** Speaks what is left, ends every context and then the connection, which always has a final message of its own. */
	#closeConnection(): void {
		this.#closing = true;
		const usual = this.#contexts.get(undefined);
		this.#contexts.delete(undefined);
		const end = async () => {
			usual?.flush();
			await Promise.all([...this.#contexts].map(([id, context]) => this.#final(context, id)));
			await this.#pending;
			await usual?.done();
			await this.#call.send({ audio: '', final: true });
			this.#call.finish();
		};
		void end();
	}
}

/** `/text_to_speech/websocket/ws` */
export function textToSpeechWebSocket(call: SocketCall, contract: Contract): SocketReceiver {
	const connection = new Connection(call, contract);
	return (message) => {
		connection.receive(message);
	};
}
