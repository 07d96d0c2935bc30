/** A phrase that this project has replaced. */
export interface ReplacedPhrase {
	readonly pattern: RegExp;
	readonly instead: string;
	/** Sentences that must be rejected, so that the pattern is known to work. */
	readonly rejects: readonly string[];
	/** Good English that must pass. */
	readonly accepts?: readonly string[];
}

export const REPLACED_PHRASES: readonly ReplacedPhrase[] = [
	{
		pattern: /\b(stand|stood|stands) (in|at|beside|below|between|there)\b/i,
		instead: 'is in, is next to',
		rejects: ['What it costs stands in the list.', 'A proxy stands between n8n and the provider'],
	},
	{
		pattern: /\bby (itself|themselves)\b/i,
		instead: 'automatically',
		rejects: ['The node lowers it by itself.'],
	},
	{
		pattern: /\b(expression|function|provider|API|response|answer|list)s? (\w+ )?(gives?|gave)\b(?! you)/i,
		instead: 'returns',
		rejects: ['An expression may give an array', 'The provider gave an unexpected answer'],
		accepts: ['Give the workflow a name', 'The API key that the provider gave you'],
	},
	{ pattern: /\bg[ai]ves? back\b/i, instead: 'returns', rejects: ['The ID that Create gave back'] },
	{
		pattern: /\bturn(s|ed)? away\b/i,
		instead: 'rejects',
		rejects: ['Requests that the provider turned away'],
	},
	{
		pattern: /\bat once\b/i,
		instead: 'concurrently, or immediately',
		rejects: ['Too many requests at once', 'Answers at once'],
	},
	{
		pattern: /\blook(s|ed|ing)? (at|how|again|whether|what)\b/i,
		instead: 'check, poll, get the status',
		rejects: ['Look how far a task is', 'Look at the task again and again'],
		accepts: ['Look for the voice in the list'],
	},
	{
		pattern: /\b(a|two|each|every|next|last) looks?\b/i,
		instead: 'poll',
		rejects: ['How many seconds to wait between two looks at the task'],
	},
	{
		pattern:
			/\btakes? (any|no|an?|the|one|its|texts?|samples?|items?|all)\b(?! (few|long|lot|while|minute|second|moment|place|random|same))/i,
		instead: 'accepts, receives, uses',
		rejects: ['Poll: takes any number of items', 'A webhook takes a text', 'It takes no memory'],
		accepts: ['This takes a few minutes', 'A task takes 2 to 10 minutes', 'It takes one minute'],
	},
	{
		pattern: /\b(is|are|was|were|not|be|been) over\b(?! (the|an?|\d|WebSocket|HTTP|TLS))/i,
		instead: 'finished, ended, completed or failed',
		rejects: ['The trigger starts when a task is over.', 'The task is not over yet'],
		accepts: ['The text is sent over WebSocket', 'The file is over 64 KB', 'It is over the limit'],
	},
	{
		pattern:
			/(^|[.|:;] ?)what (is|was|are|has|does|do|cannot|can|comes?|came|fails?|fits?|waits?|holds?)\b[^.?!|]{3,100}? (is|are|was|were|comes?|goes|fails?|must|has|gets|passes)\b[^.?!|]*([.|;]|$)/i,
		instead: 'name the subject: "Values out of range are rejected"',
		rejects: ['What is out of range is rejected.', 'What cannot succeed, is rejected'],
		accepts: ['What is it called?', 'What is measured', 'What happened', 'What you can rely on'],
	},
	{
		pattern: /\bfor (\w+ ){1,4}to judge\b/i,
		instead: '… decides, … checks',
		rejects: ['That is for the provider to judge.'],
	},
	{ pattern: /\bin vain\b/i, instead: 'without a result, wasted', rejects: ['Nothing is paid for in vain'] },
	{
		pattern: /\bas (it|they) (came|comes?|is|are)(?=[.,;:)|]|$| and\b)/i,
		instead: 'unchanged',
		rejects: ['Samples without a header, as they came: 16-bit', 'The text as it is.'],
		accepts: ['The audio is streamed as it is synthesized'],
	},
	{
		pattern: /\b(go|goes|going|went|gone) on\b/i,
		instead: 'continue',
		rejects: ['The execution goes on', 'Go on when the audio is there'],
	},
	{
		pattern: /\blearn(s|ed)? (when|that|whether|what)\b/i,
		instead: 'get, find out',
		rejects: ['Speak a text and learn when each word is spoken', 'How to learn that the task is completed'],
	},
	{ pattern: /\bunder way\b/i, instead: 'active, in progress', rejects: ['Too many tasks under way'] },
	{
		pattern: /\bhow (far|even|close|steady)\b/i,
		instead: 'status, consistency, similarity',
		rejects: ['How even to speak', 'How close to the voice to come'],
		accepts: ['How closely to match the sample'],
	},
	{
		pattern: /\bhave (?!been)(\w+ ){1,3}spoken (in|by|with)\b/i,
		instead: 'synthesize',
		rejects: ['Have it spoken in one go', 'Have a long text spoken in the voice of a sample'],
	},
	{
		pattern: /\b(came|comes?) (back )?instead\b/i,
		instead: 'returned … instead of …',
		rejects: ['A web page came back instead of an answer'],
	},
	{
		pattern: /\b(answer|response|storage|status page) of (AsyncFlow|Faseeh|AI Voice|the provider)/i,
		instead: "the provider's response",
		rejects: ['Check the status page of the provider'],
	},
	{ pattern: /\bof the (API )?key\b/i, instead: "the key's", rejects: ['The plan of the key'] },
	{ pattern: /\bno kind of\b/i, instead: 'an unknown', rejects: ['Its bytes are of no kind of audio'] },
	{
		pattern: /\bfinds (the .{1,30} )?too (large|low|little|short|much)\b/i,
		instead: 'The sample is too large for …',
		rejects: ['AsyncFlow finds the sample too large', 'AsyncFlow finds too little speech in the sample'],
	},
	{
		pattern: /\bas (many|much) .{1,30} as (it|they) may\b/i,
		instead: '… limit reached',
		rejects: ['The account has as many cloned voices as it may have'],
	},
	{
		pattern: /\bhand(s|ed|ing)? (it |them |the \w+ )?(on|over|out)\b/i,
		instead: 'pass, share, return',
		rejects: ['So that an AI agent can hand it on', 'What was paid for is handed over'],
	},
	{
		pattern: /\b(in parts|a part of a long text|pieces?)\b/i,
		instead: 'chunk',
		rejects: ['Speak it in parts and join them', 'How long a part of a long text may be'],
		accepts: ['Part of the audio'],
	},
	{ pattern: /\banew\b/i, instead: 'again', rejects: ['Choose resource and operation anew'] },
	{ pattern: /\bwhoever\b/i, instead: 'anyone who', rejects: ['Whoever knows the address can call it'] },
	{
		pattern: /(^|[.|] )who (knows|has|is|was|makes)\b[^?|]*$/i,
		instead: 'anyone who',
		rejects: ['Who knows the API key can make the token.'],
		accepts: ['Who is the caller?'],
	},
	{ pattern: /\btime is up\b/i, instead: 'timeout, after Max Wait', rejects: ['When the time is up'] },
	{ pattern: /\b(came|comes?) of (it|them)\b/i, instead: 'result', rejects: ['What came of it?'] },
	{ pattern: /\ball the same\b/i, instead: 'anyway', rejects: ['The workflow starts all the same'] },
	{
		pattern: /\b(in so far as|as far as can be)\b/i,
		instead: 'if, apparently',
		rejects: ['Nothing is wrong with the input as far as can be seen'],
	},
	{
		pattern: /\bhold(s|ing)? up\b/i,
		instead: 'delay, block',
		rejects: ['A limit on tasks does not hold up polling'],
	},
	{
		pattern: /\bwhat (an?|the) \w+ is called\b/i,
		instead: 'the name of',
		rejects: ['What a file is called makes no difference'],
	},
	{
		pattern: /\b(again and again|time and again)\b/i,
		instead: 'repeatedly, at an interval',
		rejects: ['Look at the task again and again'],
	},
];
