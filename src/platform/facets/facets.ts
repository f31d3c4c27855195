import { DiscoveryService } from '@nestjs/core';

/**
 * Marks on the classes in a provider's room, by which the floors above find what it offers at start-up. The argument
 * is the provider's name, as in `src/providers/<name>/`.
 */

/** On a class that implements `PaymentProvider`. */
export const PaymentFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `WebhookSource`. */
export const WebhookSourceFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `ProviderHealth`. */
export const HealthFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `EventLog`. */
export const EventLogFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `OAuthApp`. */
export const OAuthAppFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `CredentialForm`. */
export const CredentialFormFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `SubscriptionKind`. */
export const SubscriptionFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `Notifier`. */
export const NotifierFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `CalendarProvider`. */
export const CalendarFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `ContactsProvider`. */
export const ContactsFacet = DiscoveryService.createDecorator<string>();

/** On a class that implements `OutcomeResolver`. */
export const OutcomeResolverFacet = DiscoveryService.createDecorator<string>();

/** On the class of a described API's client. */
export const ApiFacet = DiscoveryService.createDecorator<string>();
