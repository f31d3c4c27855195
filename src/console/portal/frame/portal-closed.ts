/** Somebody looks into the portal who has not come by a link. */
export class PortalClosed extends Error {
  override readonly name = 'PortalClosed';

  constructor() {
    super('These pages are opened by a link.');
  }
}
