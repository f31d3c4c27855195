/** How an answer is held against its schema: whether what the schema does not know is only reported, or refused. */
export type Strictness = 'lenient' | 'strict';
