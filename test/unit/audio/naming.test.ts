import { describe, expect, it } from '@jest/globals';

import { audioFileName } from '../../../nodes/shared/audio/naming';

describe('audioFileName', () => {
	it.each([
		['greeting', 'mp3', 'greeting.mp3'],
		['greeting.mp3', 'mp3', 'greeting.mp3'],
		['greeting.WAV', 'mp3', 'greeting.mp3'],
		['v1.2 final', 'wav', 'v1.2 final.wav'],
		['../../etc/passwd', 'mp3', 'etc passwd.mp3'],
		['a\\b\u0000c\n', 'mp3', 'a b c.mp3'],
		['', 'mp3', 'speech.mp3'],
		['   ', 'mp3', 'speech.mp3'],
		['.mp3', 'wav', 'speech.wav'],
		['مرحبا', 'mp3', 'مرحبا.mp3'],
	])('turns %j with .%s into %j', (name, extension, expected) => {
		expect(audioFileName(name, extension)).toBe(expected);
	});
});
