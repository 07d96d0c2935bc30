import type { AudioFormat } from '../../audio/format.ts';
import { wavHeader } from '../../audio/wav.ts';
import { at, componentSchema, type Contract } from '../../contract.ts';
import type { SocketCall, SocketReceiver } from '../../provider.ts';
import type { SpeechRequest } from '../../speech/types.ts';
import { error, invalidLanguage } from '../errors.ts';
import { resolveSpeech, type SpeechParameters } from '../speech.ts';
import { SpeechContext } from './context.ts';

const MAX_FRAME_BYTES = 8 * 1024;

type Message = Record<string, unknown>;

/** The contract's `WsText`. */
interface TextMessage {
	transcript: string;
	context_id?: string;
	force?: boolean;
}

/** The contract's `WsInit`. */
type InitMessage = Omit<SpeechParameters, 'output_format'> & Partial<Pick<SpeechParameters, 'output_format'>>;

const isMessage = (value: unknown): value is Message =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{"terminate": true}` or `{"text": ""}`. */
const isCloseConnection = (message: Message): boolean =>
	'terminate' in message || (message.text === '' && !('transcript' in message));

class Connection {
	readonly #call: SocketCall;
	readonly #contract: Contract;
	/** By ID; the default context has none. */
	readonly #contexts = new Map<string | undefined, SpeechContext>();
	#resolved: Omit<SpeechRequest, 'text'> | undefined;
	/** The contexts that are being closed. */
	#pending: Promise<void> = Promise.resolve();
	#closing = false;

	constructor(call: SocketCall, contract: Contract) {
		this.#call = call;
		this.#contract = contract;
	}

	/** Throws ApiError if the message is not allowed. */
	receive(message: unknown): void {
		if (this.#closing) return;
		if (!isMessage(message)) throw error('invalid', 'Messages must be JSON objects');
		if (isCloseConnection(message)) {
			this.#check('WsCloseConnection', message);
			this.#closeConnection();
		} else if (!this.#resolved) {
			this.#initialize(message);
		} else if ('close_context' in message) {
			this.#check('WsCloseContext', message);
			this.#closeContext(String(message.context_id));
		} else {
			// The oldest documentation says text in its examples and transcript in its table.
			const { text, ...rest } = message;
			const renamed = 'transcript' in message ? message : { ...rest, transcript: text };
			this.#check('WsText', renamed);
			this.#text(renamed as unknown as TextMessage, this.#resolved);
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
		const models = at(schemas, 'TtsRequest', 'properties', 'model_id').enum;
		if (!Array.isArray(models) || !models.includes(init.model_id)) {
			throw error('invalid', `Unknown model ${init.model_id}`);
		}
		const languages = at(schemas, 'Language').enum;
		if (init.language !== undefined && !(Array.isArray(languages) && languages.includes(init.language))) {
			throw invalidLanguage(`Unknown language ${init.language}`);
		}
		const defaultFormat = at(schemas, 'WsInit', 'properties', 'output_format').default;
		const parameters: SpeechParameters = {
			output_format: defaultFormat as SpeechParameters['output_format'],
			...init,
		};
		this.#resolved = resolveSpeech(parameters, this.#contract, 'websocket', this.#call.account);
	}

	#text(message: TextMessage, resolved: Omit<SpeechRequest, 'text'>): void {
		const { transcript, context_id: id, force } = message;
		if (transcript !== '' && !transcript.endsWith(' ')) {
			throw error('invalid', 'transcript must end with a space');
		}
		const context = this.#contexts.get(id) ?? this.#open(id, resolved);
		context.add(transcript);
		if (force) context.flush();
		// Not documented, but clients end an utterance like this and wait for its final message.
		if (transcript === '') this.#closeContext(id);
	}

	#open(id: string | undefined, resolved: Omit<SpeechRequest, 'text'>): SpeechContext {
		let started = false;
		const context = new SpeechContext(resolved.language, async (text) => {
			if (this.#call.signal.aborted) return;
			try {
				this.#call.charge(text);
				await this.#speak({ text, ...resolved }, id, !started);
				started = true;
			} catch (failure) {
				await this.#call.fail(failure);
			}
		});
		this.#contexts.set(id, context);
		return context;
	}

	/** Sends the audio of a chunk. The chunks of a context are one file. */
	async #speak(request: SpeechRequest, id: string | undefined, isFirst: boolean): Promise<void> {
		const format: AudioFormat = { ...request.format };
		if (format.container === 'wav') {
			format.container = 'raw';
			if (isFirst) await this.#frame(wavHeader('unknown', format.encoding, format.sampleRate), id);
		}
		for await (const chunk of this.#call.speech.stream({ ...request, format })) {
			for (let from = 0; from < chunk.length; from += MAX_FRAME_BYTES) {
				if (this.#call.signal.aborted) return;
				await this.#frame(chunk.subarray(from, from + MAX_FRAME_BYTES), id);
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

	/** Flushes and ends every context, then the connection, which always has a final message of its own. */
	#closeConnection(): void {
		this.#closing = true;
		const defaultContext = this.#contexts.get(undefined);
		this.#contexts.delete(undefined);
		const end = async () => {
			defaultContext?.flush();
			await Promise.all([...this.#contexts].map(([id, context]) => this.#final(context, id)));
			await this.#pending;
			await defaultContext?.done();
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
