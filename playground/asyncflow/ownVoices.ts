import { perAccount } from '../accounts/perAccount.ts';
import type { CatalogueVoice } from './catalogue.ts';

/** The cloned voices of an account, the newest first. */
export const ownVoices = perAccount((): CatalogueVoice[] => []);
