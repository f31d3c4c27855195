import { THEME } from '../../platform/pages/theme.js';
import { BLOCKS } from './style/blocks.js';
import { FORMS } from './style/forms.js';
import { FRAME } from './style/frame.js';
import { STORY } from './style/story.js';
import { TABLES } from './style/tables.js';

/** The stylesheet of the console. */
export const STYLE = [THEME, FRAME, BLOCKS, TABLES, FORMS, STORY].join('');
