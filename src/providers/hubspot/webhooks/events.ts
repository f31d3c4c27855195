/**
 * What HubSpot's webhooks carry. They say what changed, not what the object looks like now: that is fetched.
 * @see https://developers.hubspot.com/docs/api-reference/legacy/webhooks/guide
 */

/** In every event. */
interface HubSpotEvent<Type extends string> {
  subscriptionType: Type;
  /** Not unique by itself. */
  eventId: number;
  subscriptionId: number;
  /** The HubSpot account in which it happened. */
  portalId: number;
  appId: number;
  /** Unix time in ms. */
  occurredAt: number;
  /** 0 for the first delivery of the event. */
  attemptNumber: number;
  /** What made the change: `CRM_UI`, `API`, `IMPORT`… */
  changeSource?: string;
  /** More about who made the change: `userId:42`. */
  sourceId?: string;
}

/** An object came, went or came back. */
interface HubSpotObjectEvent<Type extends string> extends HubSpotEvent<Type> {
  objectId: number;
  /** What the object is, in events of the kind `object.*`: `0-1` for a contact. */
  objectTypeId?: string;
  /** `NEW`, `DELETED`… */
  changeFlag?: string;
}

/** One property of an object has a new value. */
interface HubSpotPropertyChange<Type extends string> extends HubSpotObjectEvent<Type> {
  propertyName: string;
  /** As text, whatever the type of the property. */
  propertyValue: string;
  isSensitive?: boolean;
}

/** Several objects became one. */
interface HubSpotMerge<Type extends string> extends HubSpotObjectEvent<Type> {
  primaryObjectId: number;
  mergedObjectIds: number[];
  /** The object that is left; it may be a new one. */
  newObjectId?: number;
  numberOfPropertiesMoved?: number;
}

/** Two objects were associated, or are no longer. */
interface HubSpotAssociationChange<Type extends string> extends HubSpotEvent<Type> {
  fromObjectId: number;
  toObjectId: number;
  /** `true` when the association was removed, `false` when it was made. */
  associationRemoved: boolean;
  isPrimaryAssociation?: boolean;
  /** `CONTACT_TO_COMPANY`; in events of the kind `object.*` the ids below say it. */
  associationType?: string;
  fromObjectTypeId?: string;
  toObjectTypeId?: string;
  associationTypeId?: number;
  associationCategory?: string;
}

/** A message in a conversation; `objectId` is the thread. */
interface HubSpotNewMessage<Type extends string> extends HubSpotObjectEvent<Type> {
  messageId: string;
  /** `COMMENT` when it is for the team only. */
  messageType: 'MESSAGE' | 'COMMENT';
}

/** `object` stands for every kind of object, which `objectTypeId` then names. */
type CrmObject = 'contact' | 'company' | 'deal' | 'ticket' | 'product' | 'line_item' | 'object';

type LifeEvent =
  | `${CrmObject}.${'creation' | 'deletion' | 'restore'}`
  | `conversation.${'creation' | 'deletion' | 'privacyDeletion'}`
  | 'contact.privacyDeletion';

/** The payload of each `subscriptionType`. */
export type HubSpotEventTypes = {
  [Type in LifeEvent]: HubSpotObjectEvent<Type>;
} & {
  [Type in `${CrmObject | 'conversation'}.propertyChange`]: HubSpotPropertyChange<Type>;
} & {
  [Type in `${CrmObject}.merge`]: HubSpotMerge<Type>;
} & {
  [Type in `${CrmObject}.associationChange`]: HubSpotAssociationChange<Type>;
} & {
  'conversation.newMessage': HubSpotNewMessage<'conversation.newMessage'>;
};
