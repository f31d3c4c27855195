/** Whether the long forms run: `npm run test:faults`. In `npm test` each fault has its short form. */
export const LONG = process.env['TEST_FAULTS'] === 'long';
