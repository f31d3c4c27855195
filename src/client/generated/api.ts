export interface paths {
  '/v1/payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List payments
     * @description Newest first, as the provider has them.
     *
     *     Needs the scope `payments:read`.
     */
    get: operations['listPayments'];
    put?: never;
    /**
     * Make a payment
     * @description Charges `payment_method`, or waits for the customer to give one. Sent again with the same `Idempotency-Key`, it charges once.
     *
     *     Needs the scope `payments:write`.
     */
    post: operations['createPayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a payment
     * @description Needs the scope `payments:read`.
     */
    get: operations['getPayment'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel a payment
     * @description Lets go of what was reserved.
     *
     *     Needs the scope `payments:write`.
     */
    post: operations['cancelPayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/{id}/capture': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Capture a payment
     * @description Takes what was only reserved: all of it, or `amount`.
     *
     *     Needs the scope `payments:write`.
     */
    post: operations['capturePayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/payments/{id}/refunds': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Refund a payment
     * @description Gives back all of it, or `amount`.
     *
     *     Needs the scope `payments:write`.
     */
    post: operations['refundPayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/checkouts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make a checkout page
     * @description A page at the provider, to which the customer is sent to pay.
     *
     *     Needs the scope `payments:write`.
     */
    post: operations['createCheckout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List notifications
     * @description Newest first.
     *
     *     Needs the scope `notifications:read`.
     */
    get: operations['listNotifications'];
    put?: never;
    /**
     * Send a message
     * @description To a channel or a person, by chat or e-mail. `mode: durable` stores it and sends it with retries, as does `send_at`.
     *
     *     Needs the scope `notifications:write`.
     */
    post: operations['sendNotification'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a notification and its history
     * @description Needs the scope `notifications:read`.
     */
    get: operations['getNotification'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/{id}/send-again': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a notification again
     * @description From the dead letter, or after a refusal, once its reason is mended.
     *
     *     Needs the scope `notifications:write`.
     */
    post: operations['sendNotificationAgain'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a message to many
     * @description By as few calls as its provider allows. Always durable.
     *
     *     Needs the scope `notifications:write`.
     */
    post: operations['sendNotifications'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notification-templates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List templates
     * @description By name.
     *
     *     Needs the scope `notifications:read`.
     */
    get: operations['listNotificationTemplates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notification-templates/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a template
     * @description Needs the scope `notifications:read`.
     */
    get: operations['getNotificationTemplate'];
    /**
     * Make or replace a template
     * @description Text with places to fill in ([Mustache](https://mustache.github.io/mustache.5.html)).
     *
     *     Needs the scope `notifications:write`.
     */
    put: operations['putNotificationTemplate'];
    post?: never;
    /**
     * Delete a template
     * @description Needs the scope `notifications:write`.
     */
    delete: operations['deleteNotificationTemplate'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/suppressions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List who gets no more e-mail
     * @description Needs the scope `notifications:read`.
     */
    get: operations['listSuppressions'];
    put?: never;
    /**
     * Send somebody no more e-mail
     * @description Needs the scope `notifications:write`.
     */
    post: operations['addSuppression'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/suppressions/{address}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Why somebody gets no e-mail
     * @description Needs the scope `notifications:read`.
     */
    get: operations['getSuppression'];
    put?: never;
    post?: never;
    /**
     * Send somebody e-mail again
     * @description Needs the scope `notifications:write`.
     */
    delete: operations['deleteSuppression'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What has changed in a calendar
     * @description Since the `sync_token` of the last answer; without one, everything. `full` says that it is everything: forget what you had.
     *
     *     Needs the scope `calendars:read`.
     */
    get: operations['listCalendarChanges'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the events of a calendar
     * @description Needs the scope `calendars:read`.
     */
    get: operations['listCalendarEvents'];
    put?: never;
    /**
     * Make an event
     * @description Needs the scope `calendars:write`.
     */
    post: operations['createCalendarEvent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/events/{eventId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an event
     * @description Needs the scope `calendars:read`.
     */
    get: operations['getCalendarEvent'];
    put?: never;
    post?: never;
    /**
     * Delete an event
     * @description Needs the scope `calendars:write`.
     */
    delete: operations['deleteCalendarEvent'];
    options?: never;
    head?: never;
    /**
     * Change an event
     * @description What is left out stays; `null` empties. With `if_version`, only if nobody else has changed it.
     *
     *     Needs the scope `calendars:write`.
     */
    patch: operations['updateCalendarEvent'];
    trace?: never;
  };
  '/v1/calendars/{calendarId}/events/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make many events
     * @description By the provider's batch calls: one outcome for each, in their order.
     *
     *     Needs the scope `calendars:write`.
     */
    post: operations['createCalendarEvents'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars/{calendarId}/free-busy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * When a calendar is busy
     * @description Needs the scope `calendars:read`.
     */
    get: operations['getFreeBusy'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/contacts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List or search contacts
     * @description Needs the scope `contacts:read`.
     */
    get: operations['listContacts'];
    /**
     * Make or change a contact
     * @description Found by `email` or `external_id`; what is left out stays as it is.
     *
     *     Needs the scope `contacts:write`.
     */
    put: operations['upsertContact'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/contacts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a contact
     * @description Needs the scope `contacts:read`.
     */
    get: operations['getContact'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/contacts/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make or change many contacts
     * @description By the provider's batch calls: one outcome for each, in their order.
     *
     *     Needs the scope `contacts:write`.
     */
    post: operations['upsertContacts'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/external/process': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Have data processed by the external API
     * @description With `async: true` it is answered at once: the result is had by its status, or comes to the `callback_url`.
     *
     *     Needs the scope `external:write`.
     */
    post: operations['processExternalData'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/external/status/{requestId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Where a request stands
     * @description Needs the scope `external:read`.
     */
    get: operations['getExternalRequest'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/connections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List connected accounts
     * @description Needs the scope `connections:read`.
     */
    get: operations['listConnections'];
    put?: never;
    /**
     * Connect an account by its credentials
     * @description For accounts that have a key or a password. Those whose owner consents in a browser come by `POST /v1/connect-links`.
     *
     *     Needs the scope `connections:write`.
     */
    post: operations['createConnection'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/connections/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a connection
     * @description Needs the scope `connections:read`.
     */
    get: operations['getConnection'];
    put?: never;
    post?: never;
    /**
     * Disconnect an account
     * @description Its credentials are taken back at the provider, where it has a way to, and forgotten here.
     *
     *     Needs the scope `connections:write`.
     */
    delete: operations['deleteConnection'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/connections/{id}/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Refresh the access of a connection now
     * @description Needs the scope `connections:write`.
     */
    post: operations['refreshConnection'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/connections/{id}/subscriptions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What is subscribed to for a connection
     * @description Needs the scope `connections:read`.
     */
    get: operations['listSubscriptions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/connect-links': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make a connect link
     * @description An address at which one of a tenant's people connects their account.
     *
     *     Needs the scope `connections:write`.
     */
    post: operations['createConnectLink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List published events
     * @description Newest first.
     *
     *     Needs the scope `events:read`.
     */
    get: operations['listEvents'];
    put?: never;
    /**
     * Publish an event
     * @description To every endpoint of the tenant that wants its type. Durable once it is answered.
     *
     *     Needs the scope `events:write`.
     */
    post: operations['publishEvent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/events/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a published event
     * @description Needs the scope `events:read`.
     */
    get: operations['getEvent'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/event-types': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List event types
     * @description The event catalogue, by name.
     *
     *     Needs the scope `events:read`.
     */
    get: operations['listEventTypes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/event-types/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an event type
     * @description Needs the scope `events:read`.
     */
    get: operations['getEventType'];
    /**
     * Describe an event type
     * @description What is left out is empty. A type that the product’s code defines is changed there alone.
     *
     *     Needs the scope `events:write`.
     */
    put: operations['putEventType'];
    post?: never;
    /**
     * Forget an event type
     * @description Needs the scope `events:write`.
     */
    delete: operations['deleteEventType'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/endpoints': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List endpoints
     * @description Needs the scope `endpoints:read`.
     */
    get: operations['listEndpoints'];
    put?: never;
    /**
     * Make an endpoint
     * @description An address that gets the events of a tenant.
     *
     *     Needs the scope `endpoints:write`.
     */
    post: operations['createEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/endpoints/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an endpoint
     * @description Needs the scope `endpoints:read`.
     */
    get: operations['getEndpoint'];
    put?: never;
    post?: never;
    /**
     * Delete an endpoint
     * @description Needs the scope `endpoints:write`.
     */
    delete: operations['deleteEndpoint'];
    options?: never;
    head?: never;
    /**
     * Change an endpoint
     * @description What is left out stays.
     *
     *     Needs the scope `endpoints:write`.
     */
    patch: operations['updateEndpoint'];
    trace?: never;
  };
  '/v1/endpoints/{id}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the deliveries to an endpoint
     * @description Needs the scope `endpoints:read`.
     */
    get: operations['listEndpointDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/endpoints/{id}/ping': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send an endpoint a ping
     * @description By which an endpoint that has to prove itself does so.
     *
     *     Needs the scope `endpoints:write`.
     */
    post: operations['pingEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/endpoints/{id}/recover': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send an endpoint what it missed
     * @description Events that it wants and never got, since nothing is stored for an endpoint while it is disabled.
     *
     *     Needs the scope `endpoints:write`.
     */
    post: operations['recoverEndpointEvents'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/endpoints/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send an endpoint its deliveries again
     * @description Needs the scope `endpoints:write`.
     */
    post: operations['replayEndpointDeliveries'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/endpoints/{id}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Give an endpoint a new secret
     * @description Needs the scope `endpoints:write`.
     */
    post: operations['rotateEndpointSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/endpoints/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send an endpoint a test event
     * @description With the example of the catalogue, where `type` is one of its own; `hookline.test` otherwise.
     *
     *     Needs the scope `endpoints:write`.
     */
    post: operations['testEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List deliveries
     * @description Newest first.
     *
     *     Needs the scope `endpoints:read`.
     */
    get: operations['listDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/deliveries/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a delivery and its attempts
     * @description Needs the scope `endpoints:read`.
     */
    get: operations['getDelivery'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/deliveries/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a delivery again
     * @description Needs the scope `endpoints:write`.
     */
    post: operations['replayDelivery'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/deliveries/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send many deliveries again
     * @description Those that failed, where nothing else is said. With `next_cursor`, ask again for the rest.
     *
     *     Needs the scope `endpoints:write`.
     */
    post: operations['replayDeliveries'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/portal-links': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make a link to the portal
     * @description Where a tenant's people look after their endpoints by themselves.
     *
     *     Needs the scope `endpoints:write`.
     */
    post: operations['createPortalLink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List webhook events
     * @description Newest first.
     *
     *     Needs the scope `webhooks:read`.
     */
    get: operations['listWebhookEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-events/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a webhook event with its payload
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['getWebhookEvent'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-events/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Handle a webhook event again
     * @description Needs the scope `webhooks:write`.
     */
    post: operations['replayWebhookEvent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-events/erase': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Erase what webhook events say about people
     * @description Of a tenant, a connection, or some ids. What cannot be done at once goes on in the background.
     *
     *     Needs the scope `webhooks:write`.
     */
    post: operations['eraseWebhookEvents'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-events/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Handle many webhook events again
     * @description Needs the scope `webhooks:write`.
     */
    post: operations['replayWebhookEvents'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-rejections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List refused webhooks
     * @description Kept for three days.
     *
     *     Needs the scope `webhooks:read`.
     */
    get: operations['listWebhookRejections'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-rejections/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a refused webhook whole
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['getWebhookRejection'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-rejections/{id}/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Verify a refused webhook again
     * @description Needs the scope `webhooks:write`.
     */
    post: operations['verifyWebhookRejection'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-rejections/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Verify refused webhooks again
     * @description With the secrets of today: those that are believed now are let in.
     *
     *     Needs the scope `webhooks:write`.
     */
    post: operations['verifyWebhookRejections'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-sources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List where webhooks come from
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['listWebhookSources'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-sources/{provider}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Pause handling the webhooks of a provider
     * @description They are still taken and stored.
     *
     *     Needs the scope `webhooks:write`.
     */
    post: operations['pauseWebhookSource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-sources/{provider}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Go on handling the webhooks of a provider
     * @description Needs the scope `webhooks:write`.
     */
    post: operations['resumeWebhookSource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-accounts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List accounts with webhook secrets of their own
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['listWebhookAccounts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-accounts/{provider}/{connectionId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a webhook account
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['getWebhookAccount'];
    /**
     * Set the webhook secrets of a customer's account
     * @description Several are valid at once, so that they can be rotated. They go in, and never come out.
     *
     *     Needs the scope `webhooks:write`.
     */
    put: operations['putWebhookAccount'];
    post?: never;
    /**
     * Forget the webhook secrets of an account
     * @description Needs the scope `webhooks:write`.
     */
    delete: operations['deleteWebhookAccount'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-reconciliations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How far providers' logs were compared with what arrived
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['listWebhookReconciliations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-reconciliations/{provider}/run': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Compare a provider's log with what arrived now
     * @description Events that never arrived are taken from the log, and handled.
     *
     *     Needs the scope `webhooks:write`.
     */
    post: operations['runWebhookReconciliation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/unhandled-webhook-types': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List types of webhooks that nobody handles
     * @description Needs the scope `webhooks:read`.
     */
    get: operations['listUnhandledWebhookTypes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/requests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List calls to providers
     * @description Newest first. Every failure, and of the successes a sample where it is set so.
     *
     *     Needs the scope `requests:read`.
     */
    get: operations['listRequests'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/unknown-outcomes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List calls that were never answered
     * @description Needs the scope `requests:read`.
     */
    get: operations['listUnknownOutcomes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/unknown-outcomes/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What became of a call that was never answered
     * @description Needs the scope `requests:read`.
     */
    get: operations['getUnknownOutcome'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/circuits': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List circuit breakers
     * @description Needs the scope `admin`.
     */
    get: operations['listCircuits'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/circuits/hold': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Hold a circuit open or closed
     * @description A switch for people: `open` sends nothing, `closed` sends whatever happens.
     *
     *     Needs the scope `admin`.
     */
    post: operations['holdCircuit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/circuits/release': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let a circuit go
     * @description Needs the scope `admin`.
     */
    post: operations['releaseCircuit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/circuits/transitions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List when circuits opened and closed
     * @description Needs the scope `admin`.
     */
    get: operations['listCircuitTransitions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/api-notices': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what providers' APIs tell of their future
     * @description Needs the scope `requests:read`.
     */
    get: operations['listApiNotices'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/api-notices/{id}/dismiss': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Dismiss a notice
     * @description Needs the scope `admin`.
     */
    post: operations['dismissApiNotice'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/timeline': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show all that happened about one thing
     * @description By a business reference, `reference=order_id:42`, or by the `X-Request-ID` of a request: calls, webhooks and their handlers, published events with their deliveries, notifications and more. Oldest first, masked.
     *
     *     Needs the scope `timeline:read`.
     */
    get: operations['listTimeline'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/timeline/entries/{kind}/{id}/reveal': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Show what an entry holds
     * @description It may hold personal data, so that it needs a scope of its own, and a reason for the audit log.
     *
     *     Needs the scope `timeline:reveal`.
     */
    post: operations['revealTimelineEntry'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AcceptedExternalRequest: {
      /** @example true */
      success: boolean;
      /**
       * @description The external API's id, or ours for work that is done later.
       * @example req_8f14e45fceea
       */
      request_id: string;
      /**
       * @description Ours: `queued`, `processing`, `completed`, `failed`.
       * @example queued
       */
      status: string;
      /** @example null */
      result: unknown;
      error?: {
        /** @example PROVIDER_ERROR */
        code: string;
        message: string;
      };
      /** @description Whether `callback_url` was told. */
      callback?: {
        /** @enum {string} */
        status: 'pending' | 'delivered' | 'dead';
        /** @example 0 */
        attempts: number;
      };
      /** @example 2026-11-21T08:30:00.000Z */
      created_at: string;
      /** @example 2026-11-21T08:30:02.000Z */
      completed_at: string | null;
    };
    AddSuppressionBody: {
      /** Format: email */
      address: string;
      detail?: string;
    };
    ApiNotice: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example stripe */
      provider: string;
      /** @example payments.create */
      operation: string;
      kind: components['schemas']['ApiNoticeKind'];
      /** @example charges.outcome */
      path: string;
      /** @example "new_value" */
      sample: string | null;
      /** @example null */
      link: string | null;
      /**
       * Format: date-time
       * @example null
       */
      deprecated_at: string | null;
      /**
       * Format: date-time
       * @example null
       */
      sunset_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      seen_at: string;
      /**
       * Format: date-time
       * @example null
       */
      dismissed_at: string | null;
    };
    /** @enum {string} */
    ApiNoticeKind: 'unknown_field' | 'unknown_value' | 'deprecated';
    CalendarEvent: {
      /**
       * @description The provider's id.
       * @example 7kukuqrfedlm2f9t0vr42q0d6k
       */
      id: string;
      /** @example google-calendar */
      provider: string;
      /** @example primary */
      calendar_id: string;
      /** @enum {string} */
      status: 'confirmed' | 'tentative' | 'cancelled';
      /** @example Planning */
      title: string | null;
      /** @example null */
      description: string | null;
      /** @example null */
      location: string | null;
      start: components['schemas']['EventTime'] | null;
      end: components['schemas']['EventTime'] | null;
      /** @example null */
      recurrence: components['schemas']['Recurrence'] | null;
      /**
       * @description As the provider has them (RFC 5545), where `recurrence` cannot say it.
       * @example []
       */
      recurrence_rules: string[];
      /** @example null */
      recurring_event_id: string | null;
      attendees: {
        /** @example ada@example.com */
        email: string;
        /** @example Ada */
        name: string | null;
        optional: boolean;
        response: ('needs_action' | 'declined' | 'tentative' | 'accepted') | null;
      }[];
      /** @example null */
      conference_url: string | null;
      /** @example https://www.google.com/calendar/event?eid=7kukuq */
      url: string | null;
      /**
       * @description For `if_version`: it changes with the event.
       * @example "3181161784712000"
       */
      version: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      updated_at: string | null;
      /**
       * @description The provider's own object, whole, as it came.
       * @example {}
       */
      raw: unknown;
    };
    CalendarEventOutcome: {
      event: components['schemas']['CalendarEvent'] | null;
      /** @example null */
      error: components['schemas']['OutcomeError'] | null;
    };
    CancelPaymentBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
    };
    CapturePaymentBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      /** @description In minor units: 1999 is 19.99 EUR. */
      amount?: number;
    };
    Checkout: {
      /** @example cs_test_a1B2c3D4 */
      id: string;
      /** @example stripe */
      provider: string;
      /** @enum {string} */
      status: 'open' | 'complete' | 'expired';
      /**
       * @description Where the customer pays.
       * @example https://checkout.stripe.com/c/pay/cs_test_a1B2c3D4
       */
      url: string | null;
      /** @example null */
      payment_id: string | null;
      /**
       * @description In minor units: 1999 is 19.99 EUR.
       * @example 1999
       */
      amount: number;
      /**
       * @description ISO 4217.
       * @example EUR
       */
      currency: string;
      /**
       * @example {
       *       "order_id": "42"
       *     }
       */
      metadata: {
        [key: string]: string;
      };
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      expires_at: string;
      /** @example {} */
      raw: unknown;
    };
    Circuit: {
      /** @example stripe */
      provider: string;
      /** @example default */
      account: string;
      /** @example payments */
      group: string;
      state: components['schemas']['CircuitState'];
      /** @example null */
      hold: ('open' | 'closed') | null;
      /**
       * Format: date-time
       * @example null
       */
      open_until: string | null;
      /** @example null */
      reason: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      since: string;
    };
    /** @enum {string} */
    CircuitState: 'closed' | 'half_open' | 'open';
    CircuitTransition: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example stripe */
      provider: string;
      /** @example default */
      account: string;
      /** @example payments */
      group: string;
      from: components['schemas']['CircuitState'];
      to: components['schemas']['CircuitState'];
      /** @example half of 20 calls failed */
      reason: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      at: string;
    };
    Connection: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example hubspot */
      provider: string;
      /**
       * @description The product's customer; null for the product's own account.
       * @example acme
       */
      tenant: string | null;
      status: components['schemas']['ConnectionStatus'];
      /** @enum {string} */
      kind: 'oauth2' | 'service_account' | 'api_key' | 'basic' | 'header';
      account: {
        /** @example 44512345 */
        id: string;
        /** @example Acme Inc. */
        label: string;
        /**
         * @description What the provider says of the account.
         * @example {}
         */
        details: {
          [key: string]: unknown;
        };
      };
      scopes: string[];
      health: {
        /** @enum {string} */
        state:
          'disconnected' | 'revoked' | 'needs_reauth' | 'provider_down' | 'expiring' | 'scope_missing' | 'ok';
        /**
         * @description Fit to be shown to the product's customer.
         * @example It works.
         */
        message: string;
        /** @example null */
        mend_url: string | null;
        scopes: {
          granted: string[];
          needed: string[];
          missing: string[];
        };
      };
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      connected_at: string;
      /**
       * Format: date-time
       * @example null
       */
      disconnected_at: string | null;
      /**
       * Format: date-time
       * @example null
       */
      expires_at: string | null;
      /**
       * Format: date-time
       * @example null
       */
      refreshed_at: string | null;
      /**
       * Format: date-time
       * @example null
       */
      refresh_at: string | null;
      /** @example 0 */
      refresh_failures: number;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      last_used_at: string | null;
      /** @example null */
      last_error: {
        message: string;
        /**
         * Format: date-time
         * @example 2026-11-21T08:30:00.000Z
         */
        at: string;
      } | null;
    };
    /** @enum {string} */
    ConnectionStatus: 'connected' | 'needs_reauth' | 'revoked' | 'disconnected';
    Contact: {
      /**
       * @description The provider's id.
       * @example 51
       */
      id: string;
      /** @example hubspot */
      provider: string;
      /** @example ada@example.com */
      email: string | null;
      /** @example null */
      external_id: string | null;
      /** @example Ada */
      first_name: string | null;
      /** @example Lovelace */
      last_name: string | null;
      /** @example null */
      phone: string | null;
      /** @example null */
      company: string | null;
      /**
       * @description Custom properties that were asked for.
       * @example {}
       */
      properties: {
        [key: string]: string | number | boolean | null;
      };
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      updated_at: string | null;
      /**
       * @description The provider's own object, whole, as it came.
       * @example {}
       */
      raw: unknown;
    };
    ContactOutcome: {
      /** @example 51 */
      id: string | null;
      created: boolean | null;
      /** @example null */
      error: components['schemas']['OutcomeError'] | null;
    };
    CreateCalendarEventBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      title: string;
      description?: string | '';
      location?: string | '';
      start: {
        /** Format: date-time */
        at?: string;
        time_zone?: string;
        /** Format: date */
        date?: string;
      };
      end: {
        /** Format: date-time */
        at?: string;
        time_zone?: string;
        /** Format: date */
        date?: string;
      };
      recurrence?: {
        /** @enum {string} */
        frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
        interval?: number;
        count?: number;
        /** Format: date-time */
        until?: string;
        by_day?: string[];
        by_month_day?: number[];
        by_month?: number[];
        except?: {
          /** Format: date-time */
          at?: string;
          time_zone?: string;
          /** Format: date */
          date?: string;
        }[];
      };
      attendees?: {
        email: string;
        name?: string | null;
        optional?: boolean;
        response?: ('needs_action' | 'declined' | 'tentative' | 'accepted') | null;
      }[];
      conference?: boolean;
      notify_attendees?: boolean;
    };
    CreateCalendarEventsBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      events: {
        title: string;
        description?: string | '';
        location?: string | '';
        start: {
          /** Format: date-time */
          at?: string;
          time_zone?: string;
          /** Format: date */
          date?: string;
        };
        end: {
          /** Format: date-time */
          at?: string;
          time_zone?: string;
          /** Format: date */
          date?: string;
        };
        recurrence?: {
          /** @enum {string} */
          frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
          interval?: number;
          count?: number;
          /** Format: date-time */
          until?: string;
          by_day?: string[];
          by_month_day?: number[];
          by_month?: number[];
          except?: {
            /** Format: date-time */
            at?: string;
            time_zone?: string;
            /** Format: date */
            date?: string;
          }[];
        };
        attendees?: {
          email: string;
          name?: string | null;
          optional?: boolean;
          response?: ('needs_action' | 'declined' | 'tentative' | 'accepted') | null;
        }[];
        conference?: boolean;
        notify_attendees?: boolean;
      }[];
    };
    CreateCheckoutBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      lines: {
        name: string;
        /** @description In minor units: 1999 is 19.99 EUR. */
        amount: number;
        /** @description ISO 4217. */
        currency: string;
        quantity?: number;
      }[];
      /** Format: uri */
      success_url: string;
      /** Format: uri */
      cancel_url?: string;
      /** @enum {string} */
      capture_method?: 'automatic' | 'manual';
      customer?: {
        id?: string;
        /** Format: email */
        email?: string;
        name?: string;
      };
      metadata?: {
        [key: string]: string | '';
      };
    };
    CreateConnectionBody: {
      provider: string;
      tenant?: string;
      credentials: {
        [key: string]: string;
      };
      connection_id?: string;
    };
    CreateConnectLinkBody: {
      provider: string;
      tenant: string;
      /** @default [] */
      scopes: string[];
      connection_id?: string;
      return_to?: string;
      /** @default 86400 */
      expires_in: number;
    };
    CreateEndpointBody: {
      tenant: string;
      url: string;
      event_types?: string[];
      description?: '' | string;
      enabled?: boolean;
      api_version?: string | null;
      /** @enum {string} */
      payload?: 'full' | 'thin';
      ordered?: boolean;
      plain_signature?: boolean;
      rate_limit?: number | null;
      headers?: {
        [key: string]: string;
      };
      secret?: string;
      prove_ownership?: boolean;
    };
    CreatePaymentBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      /** @description In minor units: 1999 is 19.99 EUR. */
      amount: number;
      /** @description ISO 4217. */
      currency: string;
      /** @enum {string} */
      capture_method?: 'automatic' | 'manual';
      payment_method?: string;
      customer?: {
        id?: string;
        /** Format: email */
        email?: string;
        name?: string;
      };
      description?: string;
      statement_descriptor?: string & (unknown & unknown & unknown);
      metadata?: {
        [key: string]: string | '';
      };
      /** Format: uri */
      return_url?: string;
    };
    CreatePortalLinkBody: {
      tenant: string;
      /** @default 3600 */
      expires_in: number;
    };
    Delivery: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      event_id: string;
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      endpoint_id: string;
      /** @example order.paid */
      type: string;
      status: components['schemas']['DeliveryStatus'];
      /** @example 1 */
      attempts: number;
      /**
       * Format: date-time
       * @example null
       */
      next_attempt_at: string | null;
      /** @example 200 */
      last_status: number | null;
      /** @example null */
      last_error: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      last_attempt_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
    };
    /**
     * @example delivered
     * @enum {string}
     */
    DeliveryStatus: 'pending' | 'delivered' | 'failed' | 'dead';
    DeliveryWithHistory: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      event_id: string;
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      endpoint_id: string;
      /** @example order.paid */
      type: string;
      status: components['schemas']['DeliveryStatus'];
      /** @example 1 */
      attempts: number;
      /**
       * Format: date-time
       * @example null
       */
      next_attempt_at: string | null;
      /** @example 200 */
      last_status: number | null;
      /** @example null */
      last_error: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      last_attempt_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      history: {
        /** @example 1 */
        number: number;
        /** @enum {string} */
        outcome: 'delivered' | 'failed' | 'dead';
        /** @example 200 */
        status: number | null;
        /** @example null */
        error: string | null;
        /**
         * @description The beginning of what the endpoint answered.
         * @example ok
         */
        answer: string | null;
        /** @example 38 */
        duration_ms: number;
        /**
         * Format: date-time
         * @example 2026-11-21T08:30:00.000Z
         */
        started_at: string;
      }[];
    };
    DisconnectedConnection: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example hubspot */
      provider: string;
      /**
       * @description The product's customer; null for the product's own account.
       * @example acme
       */
      tenant: string | null;
      status: components['schemas']['ConnectionStatus'];
      /** @enum {string} */
      kind: 'oauth2' | 'service_account' | 'api_key' | 'basic' | 'header';
      account: {
        /** @example 44512345 */
        id: string;
        /** @example Acme Inc. */
        label: string;
        /**
         * @description What the provider says of the account.
         * @example {}
         */
        details: {
          [key: string]: unknown;
        };
      };
      scopes: string[];
      health: {
        /** @enum {string} */
        state:
          'disconnected' | 'revoked' | 'needs_reauth' | 'provider_down' | 'expiring' | 'scope_missing' | 'ok';
        /**
         * @description Fit to be shown to the product's customer.
         * @example It works.
         */
        message: string;
        /** @example null */
        mend_url: string | null;
        scopes: {
          granted: string[];
          needed: string[];
          missing: string[];
        };
      };
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      connected_at: string;
      /**
       * Format: date-time
       * @example null
       */
      disconnected_at: string | null;
      /**
       * Format: date-time
       * @example null
       */
      expires_at: string | null;
      /**
       * Format: date-time
       * @example null
       */
      refreshed_at: string | null;
      /**
       * Format: date-time
       * @example null
       */
      refresh_at: string | null;
      /** @example 0 */
      refresh_failures: number;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      last_used_at: string | null;
      /** @example null */
      last_error: {
        message: string;
        /**
         * Format: date-time
         * @example 2026-11-21T08:30:00.000Z
         */
        at: string;
      } | null;
      /**
       * @description Whether the provider has taken the access back, too.
       * @example true
       */
      revoked: boolean;
    };
    Endpoint: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /**
       * @description The product's customer that it belongs to.
       * @example acme
       */
      tenant: string;
      /** @example https://customer.example.com/webhooks */
      url: string;
      /** @example  */
      description: string;
      event_types: string[];
      /** @example true */
      enabled: boolean;
      /** @example null */
      disabled_reason: ('by_hand' | 'gone' | 'failing') | null;
      /**
       * Format: date-time
       * @example null
       */
      disabled_at: string | null;
      paused: boolean;
      /** @enum {string} */
      ownership: 'vouched' | 'unproved' | 'proved';
      /** @example null */
      api_version: string | null;
      /** @enum {string} */
      payload: 'full' | 'thin';
      ordered: boolean;
      plain_signature: boolean;
      /**
       * @description Deliveries a minute; null: as many as there are.
       * @example null
       */
      rate_limit: number | null;
      /**
       * @description The headers that are sent along. Their values are not shown.
       * @example []
       */
      header_names: string[];
      /**
       * Format: date-time
       * @example null
       */
      failing_since: string | null;
      /**
       * Format: date-time
       * @example null
       */
      held_until: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      updated_at: string;
    };
    EraseWebhookEventsBody: {
      tenant?: string;
      connection_id?: string;
      provider?: string;
      ids?: string[];
    };
    /** @description Every error of the API has this form. */
    Error: {
      error: {
        code: components['schemas']['ErrorCode'];
        /** @example The request is not valid: see amount. */
        message: string;
        /** @description The fields that are wrong, each with the reason. */
        details: {
          /** @example amount */
          field: string;
          /** @example must be a whole number of minor units */
          issue: string;
        }[];
        /**
         * @description The id of the request, which the log has, too.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        correlation_id: string;
        /**
         * Format: date-time
         * @example 2026-11-21T08:30:00.000Z
         */
        timestamp: string;
        /**
         * Format: uri
         * @example http://localhost:3000/docs/errors#VALIDATION_ERROR
         */
        documentation_url: string;
      };
    };
    /**
     * @description What went wrong. Every code, its cause and what to do: `/docs/errors`.
     * @enum {string}
     */
    ErrorCode:
      | 'VALIDATION_ERROR'
      | 'MALFORMED_JSON'
      | 'IDEMPOTENCY_KEY_REQUIRED'
      | 'UNAUTHENTICATED'
      | 'INVALID_SIGNATURE'
      | 'PAYMENT_DECLINED'
      | 'FORBIDDEN'
      | 'NOT_FOUND'
      | 'METHOD_NOT_ALLOWED'
      | 'CONFLICT'
      | 'IDEMPOTENCY_IN_PROGRESS'
      | 'PAYLOAD_TOO_LARGE'
      | 'UNSUPPORTED_MEDIA_TYPE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'UNPROCESSABLE'
      | 'PROVIDER_NOT_CONFIGURED'
      | 'CONNECTION_NEEDS_REAUTH'
      | 'RATE_LIMITED'
      | 'INTERNAL_ERROR'
      | 'PROVIDER_ERROR'
      | 'PROVIDER_AUTHENTICATION_FAILED'
      | 'PROVIDER_RESPONSE_INVALID'
      | 'PROVIDER_UNAVAILABLE'
      | 'CIRCUIT_OPEN'
      | 'OVERLOADED'
      | 'DATABASE_UNAVAILABLE'
      | 'PROVIDER_TIMEOUT'
      | 'OUTCOME_UNKNOWN';
    /** @description A moment with its zone, or a whole day. */
    EventTime:
      | {
          /**
           * Format: date-time
           * @example 2026-11-21T08:30:00.000Z
           */
          at: string;
          /** @example Europe/Warsaw */
          time_zone: string;
        }
      | {
          /** @example 2026-11-21 */
          date: string;
        };
    EventType: {
      /** @example order.paid */
      name: string;
      /** @example An order is paid in full. */
      description: string;
      /**
       * @description The JSON Schema of its data; null: anything.
       * @example {
       *       "type": "object",
       *       "required": [
       *         "order_id"
       *       ]
       *     }
       */
      schema: {
        [key: string]: unknown;
      } | null;
      /**
       * @example {
       *       "order_id": "42"
       *     }
       */
      example: unknown;
      /** @example [] */
      versions: string[];
      deprecated: boolean;
      /**
       * @example api
       * @enum {string}
       */
      defined_in: 'code' | 'api';
    };
    ExternalRequestStatus: {
      /**
       * @description The external API's id, or ours for work that is done later.
       * @example req_8f14e45fceea
       */
      request_id: string;
      /**
       * @description Ours: `queued`, `processing`, `completed`, `failed`.
       * @example queued
       */
      status: string;
      /** @example null */
      result: unknown;
      error?: {
        /** @example PROVIDER_ERROR */
        code: string;
        message: string;
      };
      /** @description Whether `callback_url` was told. */
      callback?: {
        /** @enum {string} */
        status: 'pending' | 'delivered' | 'dead';
        /** @example 0 */
        attempts: number;
      };
      /** @example 2026-11-21T08:30:00.000Z */
      created_at: string;
      /** @example 2026-11-21T08:30:02.000Z */
      completed_at: string | null;
    };
    /**
     * @example {
     *       "status": "ok",
     *       "info": {
     *         "database": {
     *           "status": "up"
     *         }
     *       },
     *       "error": {},
     *       "details": {
     *         "database": {
     *           "status": "up"
     *         }
     *       }
     *     }
     */
    Health: {
      status: string;
      /**
       * @example {
       *       "database": {
       *         "status": "up"
       *       }
       *     }
       */
      info?: {
        [key: string]: {
          status: string;
        } & {
          [key: string]: unknown;
        };
      };
      /**
       * @example {
       *       "database": {
       *         "status": "up"
       *       }
       *     }
       */
      error?: {
        [key: string]: {
          status: string;
        } & {
          [key: string]: unknown;
        };
      };
      /**
       * @example {
       *       "database": {
       *         "status": "up"
       *       }
       *     }
       */
      details: {
        [key: string]: {
          status: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    HoldCircuitBody: {
      provider: string;
      account?: string | '*';
      group?: string | '*';
      /** @enum {string} */
      hold: 'open' | 'closed';
      reason: string;
    };
    NewEndpoint: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /**
       * @description The product's customer that it belongs to.
       * @example acme
       */
      tenant: string;
      /** @example https://customer.example.com/webhooks */
      url: string;
      /** @example  */
      description: string;
      event_types: string[];
      /** @example true */
      enabled: boolean;
      /** @example null */
      disabled_reason: ('by_hand' | 'gone' | 'failing') | null;
      /**
       * Format: date-time
       * @example null
       */
      disabled_at: string | null;
      paused: boolean;
      /** @enum {string} */
      ownership: 'vouched' | 'unproved' | 'proved';
      /** @example null */
      api_version: string | null;
      /** @enum {string} */
      payload: 'full' | 'thin';
      ordered: boolean;
      plain_signature: boolean;
      /**
       * @description Deliveries a minute; null: as many as there are.
       * @example null
       */
      rate_limit: number | null;
      /**
       * @description The headers that are sent along. Their values are not shown.
       * @example []
       */
      header_names: string[];
      /**
       * Format: date-time
       * @example null
       */
      failing_since: string | null;
      /**
       * Format: date-time
       * @example null
       */
      held_until: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      updated_at: string;
      /**
       * @description Shown here, and nowhere else.
       * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
       */
      secret: string;
    };
    NewPayment: {
      /**
       * @description The provider's id.
       * @example pi_3QNpzLJf0Yq2hVqE1aBcDeFg
       */
      id: string;
      /** @example stripe */
      provider: string;
      status: components['schemas']['PaymentStatus'];
      /**
       * @description In minor units: 1999 is 19.99 EUR.
       * @example 1999
       */
      amount: number;
      /**
       * @description ISO 4217.
       * @example EUR
       */
      currency: string;
      /** @example 1999 */
      amount_capturable: number;
      /** @example 0 */
      amount_captured: number;
      /** @example 0 */
      amount_refunded: number | null;
      /**
       * @example manual
       * @enum {string}
       */
      capture_method: 'automatic' | 'manual';
      /** @example null */
      customer: string | null;
      /** @example Order 42 */
      description: string | null;
      /**
       * @example {
       *       "order_id": "42"
       *     }
       */
      metadata: {
        [key: string]: string;
      };
      /** @example null */
      redirect_url: string | null;
      /** @example null */
      decline_code: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * @description The provider's own object, whole, as it came.
       * @example {}
       */
      raw: unknown;
      /**
       * @description With which the payment is finished in the customer's browser. Shown here, and nowhere else.
       * @example pi_3QNpzLJf0Yq2hVqE1aBcDeFg_secret_example
       */
      client_secret: string | null;
    };
    Notification: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      status: components['schemas']['NotificationStatus'];
      /** @enum {string} */
      mode: 'now' | 'durable';
      /** @example slack */
      provider: string;
      /** @enum {string} */
      channel: 'chat' | 'email';
      /** @example #general */
      to: string;
      /**
       * @description The provider's id, once it is sent.
       * @example 1763713800.000100
       */
      message_id: string | null;
      /** @example 0 */
      fallbacks_used: number;
      /** @example 1 */
      attempts: number;
      /**
       * @description Nobody knows whether the last attempt arrived: it is looked up, and not sent again meanwhile.
       * @example false
       */
      outcome_unknown: boolean;
      /**
       * Format: date-time
       * @example null
       */
      due_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      sent_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      status_at: string;
      /** @example null */
      error: {
        code: string;
        message: string;
      } | null;
    };
    /**
     * @example sent
     * @enum {string}
     */
    NotificationStatus: 'queued' | 'sent' | 'delivered' | 'bounced' | 'failed' | 'dead';
    NotificationTemplate: {
      /** @example order-paid */
      name: string;
      /** @example Order {{order}} */
      subject: string | null;
      /** @example Order {{order}} is paid. */
      text: string | null;
      /** @example null */
      html: string | null;
      /** @example null */
      blocks:
        | (
            | {
                /** @constant */
                type: 'header';
                text: string;
              }
            | {
                /** @constant */
                type: 'text';
                text: string;
                plain?: boolean;
              }
            | {
                /** @constant */
                type: 'fields';
                readonly fields: {
                  label: string;
                  value: string;
                }[];
              }
            | {
                /** @constant */
                type: 'image';
                url: string;
                alt: string;
                title?: string;
              }
            | {
                /** @constant */
                type: 'context';
                text: string;
              }
            | {
                /** @constant */
                type: 'buttons';
                readonly buttons: (
                  | {
                      text: string;
                      url: string;
                      /** @enum {string} */
                      style?: 'primary' | 'danger';
                    }
                  | {
                      text: string;
                      id: string;
                      value?: string;
                      /** @enum {string} */
                      style?: 'primary' | 'danger';
                    }
                )[];
              }
            | {
                /** @constant */
                type: 'divider';
              }
          )[]
        | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      updated_at: string;
    };
    NotificationWithHistory: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      status: components['schemas']['NotificationStatus'];
      /** @enum {string} */
      mode: 'now' | 'durable';
      /** @example slack */
      provider: string;
      /** @enum {string} */
      channel: 'chat' | 'email';
      /** @example #general */
      to: string;
      /**
       * @description The provider's id, once it is sent.
       * @example 1763713800.000100
       */
      message_id: string | null;
      /** @example 0 */
      fallbacks_used: number;
      /** @example 1 */
      attempts: number;
      /**
       * @description Nobody knows whether the last attempt arrived: it is looked up, and not sent again meanwhile.
       * @example false
       */
      outcome_unknown: boolean;
      /**
       * Format: date-time
       * @example null
       */
      due_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      sent_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      status_at: string;
      /** @example null */
      error: {
        code: string;
        message: string;
      } | null;
      events: {
        /**
         * @description Ours (`queued`, `attempt_failed`, `sent`, `dead`…), or the provider's word.
         * @example sent
         */
        type: string;
        /** @example slack */
        provider: string | null;
        /** @example null */
        detail: string | null;
        /**
         * Format: date-time
         * @example 2026-11-21T08:30:00.000Z
         */
        occurred_at: string;
      }[];
    };
    OutboundRequest: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /**
       * @description The `X-Request-ID` of the request that it goes back to.
       * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
       */
      request_id: string | null;
      /** @example stripe */
      provider: string;
      /** @example null */
      connection_id: string | null;
      /** @example payments.create */
      operation: string;
      /**
       * @description A template: `/v1/payment_intents/:id`.
       * @example /v1/payment_intents
       */
      endpoint: string;
      /** @example POST */
      method: string;
      /** @example 200 */
      status_code: number | null;
      failed: boolean;
      /** @example null */
      error_code: string | null;
      /** @example null */
      error: string | null;
      /** @example null */
      answer: string | null;
      /** @example 1 */
      attempts: number;
      /** @example 182 */
      duration_ms: number;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      started_at: string;
    };
    /** @description Why this one of several did not work. */
    OutcomeError: {
      code: components['schemas']['ErrorCode'];
      /** @example The request is not valid: see email. */
      message: string;
      /** @description The fields that are wrong, each with the reason. */
      details: {
        /** @example amount */
        field: string;
        /** @example must be a whole number of minor units */
        issue: string;
      }[];
    };
    PauseWebhookSourceBody: {
      reason?: string;
    } | null;
    Payment: {
      /**
       * @description The provider's id.
       * @example pi_3QNpzLJf0Yq2hVqE1aBcDeFg
       */
      id: string;
      /** @example stripe */
      provider: string;
      status: components['schemas']['PaymentStatus'];
      /**
       * @description In minor units: 1999 is 19.99 EUR.
       * @example 1999
       */
      amount: number;
      /**
       * @description ISO 4217.
       * @example EUR
       */
      currency: string;
      /** @example 1999 */
      amount_capturable: number;
      /** @example 0 */
      amount_captured: number;
      /** @example 0 */
      amount_refunded: number | null;
      /**
       * @example manual
       * @enum {string}
       */
      capture_method: 'automatic' | 'manual';
      /** @example null */
      customer: string | null;
      /** @example Order 42 */
      description: string | null;
      /**
       * @example {
       *       "order_id": "42"
       *     }
       */
      metadata: {
        [key: string]: string;
      };
      /** @example null */
      redirect_url: string | null;
      /** @example null */
      decline_code: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * @description The provider's own object, whole, as it came.
       * @example {}
       */
      raw: unknown;
    };
    /**
     * @example requires_capture
     * @enum {string}
     */
    PaymentStatus:
      | 'requires_payment_method'
      | 'requires_confirmation'
      | 'requires_action'
      | 'processing'
      | 'requires_capture'
      | 'succeeded'
      | 'canceled'
      | 'failed'
      | 'unknown';
    ProcessedData: {
      /** @example true */
      success: boolean;
      result: {
        /**
         * @example {
         *       "a": [
         *         2,
         *         3
         *       ],
         *       "b": 1
         *     }
         */
        processed_data: unknown;
        /** @example {} */
        metadata: {
          [key: string]: unknown;
        };
      };
      /**
       * @description The external API's id, or ours for work that is done later.
       * @example req_8f14e45fceea
       */
      request_id: string;
    };
    ProcessExternalDataBody: {
      data: {
        input: unknown;
        /** @default json */
        format: string;
      };
      options?: {
        /** @default false */
        async: boolean;
        callback_url?: string | null;
      } | null;
    };
    PublishedEvent: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example order.paid */
      type: string;
      /** @example acme */
      tenant: string;
      /** @example order/42 */
      subject: string | null;
      /** @example order-42-paid */
      idempotency_key: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * @example {
       *       "order_id": "42"
       *     }
       */
      data: unknown;
      /**
       * @description The data as older versions of the type have it.
       * @example {}
       */
      versions: unknown;
    };
    PublishedEventReceipt: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example order.paid */
      type: string;
      /** @example acme */
      tenant: string;
      /** @example order/42 */
      subject: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * @description To how many endpoints it goes.
       * @example 1
       */
      deliveries: number;
      /**
       * @description Whether an event with this idempotency key was there: this one was not published.
       * @example false
       */
      duplicate: boolean;
    };
    PublishedEventSummary: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example order.paid */
      type: string;
      /** @example acme */
      tenant: string;
      /** @example order/42 */
      subject: string | null;
      /** @example order-42-paid */
      idempotency_key: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
    };
    PublishEventBody: {
      tenant: string;
      subject?: string;
      versions?: {
        [key: string]: unknown;
      };
      type: string;
      data: unknown;
      idempotency_key?: string;
    };
    PutEventTypeBody: {
      /** @default  */
      description: string;
      /** @default null */
      schema: {
        [key: string]: unknown;
      } | null;
      /** @default null */
      example: unknown;
      /** @default [] */
      versions: string[];
      /** @default false */
      deprecated: boolean;
    };
    PutNotificationTemplateBody: {
      subject?: string;
      text?: string;
      html?: string;
      blocks?: (
        | {
            /** @constant */
            type: 'header';
            text: string;
          }
        | {
            /** @constant */
            type: 'text';
            text: string;
            plain?: boolean;
          }
        | {
            /** @constant */
            type: 'fields';
            readonly fields: {
              label: string;
              value: string;
            }[];
          }
        | {
            /** @constant */
            type: 'image';
            url: string;
            alt: string;
            title?: string;
          }
        | {
            /** @constant */
            type: 'context';
            text: string;
          }
        | {
            /** @constant */
            type: 'buttons';
            readonly buttons: (
              | {
                  text: string;
                  url: string;
                  /** @enum {string} */
                  style?: 'primary' | 'danger';
                }
              | {
                  text: string;
                  id: string;
                  value?: string;
                  /** @enum {string} */
                  style?: 'primary' | 'danger';
                }
            )[];
          }
        | {
            /** @constant */
            type: 'divider';
          }
      )[];
    };
    PutWebhookAccountBody: {
      secrets: string[];
      tenant?: string;
    };
    RecoverEndpointEventsBody: {
      /** Format: date-time */
      since: string;
      /** Format: uuid */
      cursor?: string;
    };
    /**
     * @example {
     *       "frequency": "weekly",
     *       "by_day": [
     *         "MO"
     *       ]
     *     }
     */
    Recurrence: {
      /** @enum {string} */
      frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
      interval?: number;
      count?: number;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      until?: string;
      by_day?: string[];
      by_month_day?: number[];
      by_month?: number[];
      except?: components['schemas']['EventTime'][];
    };
    Refund: {
      /** @example re_3QNpzLJf0Yq2hVqE1aBcDeFg */
      id: string;
      /** @example stripe */
      provider: string;
      /** @example pi_3QNpzLJf0Yq2hVqE1aBcDeFg */
      payment_id: string;
      /**
       * @example succeeded
       * @enum {string}
       */
      status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
      /**
       * @description In minor units: 1999 is 19.99 EUR.
       * @example 1999
       */
      amount: number;
      /**
       * @description ISO 4217.
       * @example EUR
       */
      currency: string;
      /**
       * @example {
       *       "order_id": "42"
       *     }
       */
      metadata: {
        [key: string]: string;
      };
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * @description The provider's own object, whole, as it came.
       * @example {}
       */
      raw: unknown;
    };
    RefundPaymentBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      /** @description In minor units: 1999 is 19.99 EUR. */
      amount?: number;
      /** @enum {string} */
      reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer';
      metadata?: {
        [key: string]: string | '';
      };
    };
    ReleaseCircuitBody: {
      provider: string;
      account?: string | '*';
      group?: string | '*';
    };
    ReplayDeliveriesBody: {
      /** Format: date-time */
      since?: string;
      /** Format: date-time */
      until?: string;
      /** Format: uuid */
      cursor?: string;
      /** Format: uuid */
      endpoint_id?: string;
      /**
       * @default [
       *       "failed",
       *       "dead"
       *     ]
       */
      status: ('delivered' | 'failed' | 'dead')[];
    };
    ReplayEndpointDeliveriesBody: {
      /** Format: date-time */
      since?: string;
      /** Format: date-time */
      until?: string;
      /** Format: uuid */
      cursor?: string;
      status?: ('delivered' | 'failed' | 'dead')[];
    };
    ReplayWebhookEventsBody: {
      provider?: string;
      type?: string;
      /** @enum {string} */
      status?: 'pending' | 'processed' | 'failed' | 'dead' | 'unhandled' | 'superseded';
      connection_id?: string;
      /** Format: date-time */
      received_after?: string;
      /** Format: date-time */
      received_before?: string;
      id?: string;
      /** Format: uuid */
      cursor?: string;
    };
    /** @description What an entry holds. */
    Revealed: {
      /** @enum {string} */
      kind: 'webhook' | 'event' | 'notification' | 'external_request';
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /**
       * @description As it was stored, usually JSON, without secrets.
       * @example {"id":"evt_1","type":"payment_intent.succeeded"}
       */
      content: string;
      /**
       * @description Whether only its beginning is there.
       * @example false
       */
      truncated: boolean;
    };
    RevealTimelineEntryBody: {
      reason: string;
    };
    RotatedEndpoint: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /**
       * @description The product's customer that it belongs to.
       * @example acme
       */
      tenant: string;
      /** @example https://customer.example.com/webhooks */
      url: string;
      /** @example  */
      description: string;
      event_types: string[];
      /** @example true */
      enabled: boolean;
      /** @example null */
      disabled_reason: ('by_hand' | 'gone' | 'failing') | null;
      /**
       * Format: date-time
       * @example null
       */
      disabled_at: string | null;
      paused: boolean;
      /** @enum {string} */
      ownership: 'vouched' | 'unproved' | 'proved';
      /** @example null */
      api_version: string | null;
      /** @enum {string} */
      payload: 'full' | 'thin';
      ordered: boolean;
      plain_signature: boolean;
      /**
       * @description Deliveries a minute; null: as many as there are.
       * @example null
       */
      rate_limit: number | null;
      /**
       * @description The headers that are sent along. Their values are not shown.
       * @example []
       */
      header_names: string[];
      /**
       * Format: date-time
       * @example null
       */
      failing_since: string | null;
      /**
       * Format: date-time
       * @example null
       */
      held_until: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      updated_at: string;
      /**
       * @description Shown here, and nowhere else.
       * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
       */
      secret: string;
      /**
       * Format: date-time
       * @description Until then, deliveries are signed with the old secret, too.
       * @example 2026-11-22T08:30:00.000Z
       */
      previous_valid_until: string;
    };
    RunWebhookReconciliationBody: {
      /** Format: date-time */
      since?: string;
    };
    SendNotificationBody: {
      to: string;
      provider?: string;
      /** @enum {string} */
      channel?: 'chat' | 'email';
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      text?: string;
      attachments?: {
        name: string;
        content_type: string;
        /** Format: base64 */
        content: string;
        content_id?: string;
      }[];
      blocks?: (
        | {
            /** @constant */
            type: 'header';
            text: string;
          }
        | {
            /** @constant */
            type: 'text';
            text: string;
            plain?: boolean;
          }
        | {
            /** @constant */
            type: 'fields';
            readonly fields: {
              label: string;
              value: string;
            }[];
          }
        | {
            /** @constant */
            type: 'image';
            url: string;
            alt: string;
            title?: string;
          }
        | {
            /** @constant */
            type: 'context';
            text: string;
          }
        | {
            /** @constant */
            type: 'buttons';
            readonly buttons: (
              | {
                  text: string;
                  url: string;
                  /** @enum {string} */
                  style?: 'primary' | 'danger';
                }
              | {
                  text: string;
                  id: string;
                  value?: string;
                  /** @enum {string} */
                  style?: 'primary' | 'danger';
                }
            )[];
          }
        | {
            /** @constant */
            type: 'divider';
          }
      )[];
      thread?: string;
      subject?: string;
      html?: string;
      from?: {
        email: string;
        name?: string;
      };
      reply_to?: {
        email: string;
        name?: string;
      };
      cc?: {
        email: string;
        name?: string;
      }[];
      bcc?: {
        email: string;
        name?: string;
      }[];
      categories?: string[];
      template?: string;
      references?: {
        [key: string]: string | number;
      };
      provider_template?: {
        id: string;
        data?: {
          [key: string]: unknown;
        };
      };
      to_name?: string;
      data?: {
        [key: string]: unknown;
      };
      fallbacks?: {
        to: string;
        provider?: string;
        /** @enum {string} */
        channel?: 'chat' | 'email';
        /** Format: uuid */
        connection_id?: string;
        tenant?: string;
      }[];
      /** @enum {string} */
      mode?: 'now' | 'durable';
      /** Format: date-time */
      send_at?: string;
    };
    SendNotificationsBody: {
      provider?: string;
      /** @enum {string} */
      channel?: 'chat' | 'email';
      text?: string;
      attachments?: {
        name: string;
        content_type: string;
        /** Format: base64 */
        content: string;
        content_id?: string;
      }[];
      blocks?: (
        | {
            /** @constant */
            type: 'header';
            text: string;
          }
        | {
            /** @constant */
            type: 'text';
            text: string;
            plain?: boolean;
          }
        | {
            /** @constant */
            type: 'fields';
            readonly fields: {
              label: string;
              value: string;
            }[];
          }
        | {
            /** @constant */
            type: 'image';
            url: string;
            alt: string;
            title?: string;
          }
        | {
            /** @constant */
            type: 'context';
            text: string;
          }
        | {
            /** @constant */
            type: 'buttons';
            readonly buttons: (
              | {
                  text: string;
                  url: string;
                  /** @enum {string} */
                  style?: 'primary' | 'danger';
                }
              | {
                  text: string;
                  id: string;
                  value?: string;
                  /** @enum {string} */
                  style?: 'primary' | 'danger';
                }
            )[];
          }
        | {
            /** @constant */
            type: 'divider';
          }
      )[];
      thread?: string;
      subject?: string;
      html?: string;
      from?: {
        email: string;
        name?: string;
      };
      reply_to?: {
        email: string;
        name?: string;
      };
      cc?: {
        email: string;
        name?: string;
      }[];
      bcc?: {
        email: string;
        name?: string;
      }[];
      categories?: string[];
      template?: string;
      references?: {
        [key: string]: string | number;
      };
      provider_template?: {
        id: string;
        data?: {
          [key: string]: unknown;
        };
      };
      recipients: {
        to: string;
        to_name?: string;
        data?: {
          [key: string]: unknown;
        };
      }[];
      /** Format: date-time */
      send_at?: string;
    };
    SentNotification: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      status: components['schemas']['NotificationStatus'];
      /** @enum {string} */
      mode: 'now' | 'durable';
      /** @example slack */
      provider: string;
      /** @enum {string} */
      channel: 'chat' | 'email';
      /** @example #general */
      to: string;
      /**
       * @description The provider's id, once it is sent.
       * @example 1763713800.000100
       */
      message_id: string | null;
      /** @example 0 */
      fallbacks_used: number;
      /** @example 1 */
      attempts: number;
      /**
       * @description Nobody knows whether the last attempt arrived: it is looked up, and not sent again meanwhile.
       * @example false
       */
      outcome_unknown: boolean;
      /**
       * Format: date-time
       * @example null
       */
      due_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      sent_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      status_at: string;
      /** @example null */
      error: {
        code: string;
        message: string;
      } | null;
      /**
       * @description The provider's own answer, of one that was sent by this request.
       * @example null
       */
      raw: unknown;
    };
    SubmitConnectFormBody: {
      link: string;
    } & {
      [key: string]: string;
    };
    Subscription: {
      /** @example google-calendar.events */
      kind: string;
      /** @example primary */
      resource: string;
      /** @enum {string} */
      status: 'pending' | 'active' | 'failed' | 'gone';
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      expires_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      renewed_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      due_at: string;
      /** @example null */
      last_error: string | null;
    };
    Suppression: {
      /** @example bob@example.com */
      address: string;
      /**
       * @example manual
       * @enum {string}
       */
      reason: 'bounced' | 'complained' | 'unsubscribed' | 'manual';
      /** @example null */
      provider: string | null;
      /** @example Asked by phone. */
      detail: string | null;
      /**
       * Format: uuid
       * @example null
       */
      notification_id: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
    };
    /** @default {} */
    TestEndpointBody: {
      type?: string;
    };
    /** @description One thing that happened, masked. */
    TimelineEntry: {
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      at: string;
      /** @enum {string} */
      kind:
        | 'webhook'
        | 'handler'
        | 'call'
        | 'unknown_outcome'
        | 'event'
        | 'delivery'
        | 'delivery_attempt'
        | 'notification'
        | 'notification_event'
        | 'external_request'
        | 'external_result'
        | 'external_callback'
        | 'audit';
      /**
       * @description Unique among the entries of its kind.
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /**
       * @description The `X-Request-ID` of the request that it goes back to.
       * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
       */
      request_id: string;
      /**
       * @description What happened, in a few words.
       * @example stripe sent payment_intent.succeeded
       */
      title: string;
      /**
       * @description In the words of the thing itself.
       * @example processed
       */
      status: string;
      /** @enum {string} */
      outcome: 'ok' | 'waiting' | 'failed';
      /** @example stripe */
      provider: string | null;
      /** @example payment_intent.succeeded */
      operation: string | null;
      /** @example 120 */
      duration_ms: number | null;
      /** @example null */
      detail: string | null;
      links: {
        /**
         * @description Where more is told.
         * @example /v1/webhook-events/0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
         */
        self: string | null;
        /** @example /v1/timeline/entries/webhook/0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10/reveal */
        reveal: string | null;
      };
    };
    UnhandledWebhookType: {
      /** @example stripe */
      provider: string;
      /** @example charge.updated */
      type: string;
      /** @example 3 */
      count: number;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      first_seen_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      last_seen_at: string;
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      sample_event_id: string;
      /** @example /v1/webhook-events/0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
      sample_path: string;
    };
    UnknownOutcome: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example stripe */
      provider: string;
      /** @example null */
      connection_id: string | null;
      /** @example payments.create */
      operation: string;
      /** @example /v1/payment_intents */
      endpoint: string;
      /** @example POST */
      method: string;
      /** @example /v1/payment_intents */
      path: string;
      /** @example order-42 */
      idempotency_key: string | null;
      /** @example null */
      reference: string | null;
      /**
       * @description The `X-Request-ID` of the request that it goes back to.
       * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
       */
      request_id: string | null;
      status: components['schemas']['UnknownOutcomeStatus'];
      /** @example pi_3QNpzLJf0Yq2hVqE1aBcDeFg */
      object_id: string | null;
      /** @example 1 */
      looks: number;
      /** @example null */
      last_error: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      sent_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      settled_at: string | null;
    };
    /**
     * @description `unresolved`: nobody could tell in time; a person has to look.
     * @example happened
     * @enum {string}
     */
    UnknownOutcomeStatus: 'unknown' | 'happened' | 'not_happened' | 'unresolved';
    UpdateCalendarEventBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      title?: string;
      description?: (string | '') | null;
      location?: (string | '') | null;
      start?: {
        /** Format: date-time */
        at?: string;
        time_zone?: string;
        /** Format: date */
        date?: string;
      };
      end?: {
        /** Format: date-time */
        at?: string;
        time_zone?: string;
        /** Format: date */
        date?: string;
      };
      recurrence?: {
        /** @enum {string} */
        frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
        interval?: number;
        count?: number;
        /** Format: date-time */
        until?: string;
        by_day?: string[];
        by_month_day?: number[];
        by_month?: number[];
        except?: {
          /** Format: date-time */
          at?: string;
          time_zone?: string;
          /** Format: date */
          date?: string;
        }[];
      } | null;
      attendees?: {
        email: string;
        name?: string | null;
        optional?: boolean;
        response?: ('needs_action' | 'declined' | 'tentative' | 'accepted') | null;
      }[];
      conference?: boolean;
      notify_attendees?: boolean;
      if_version?: string;
    };
    UpdateEndpointBody: {
      url?: string;
      event_types?: string[];
      description?: '' | string;
      enabled?: boolean;
      api_version?: string | null;
      /** @enum {string} */
      payload?: 'full' | 'thin';
      ordered?: boolean;
      plain_signature?: boolean;
      rate_limit?: number | null;
      headers?: {
        [key: string]: string;
      };
      paused?: boolean;
    };
    UpsertContactBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      email?: string;
      external_id?: string;
      first_name?: string;
      last_name?: string;
      phone?: string;
      company?: string;
      properties?: {
        [key: string]: string | '' | number | boolean | null;
      };
    };
    UpsertContactsBody: {
      provider?: string;
      /** Format: uuid */
      connection_id?: string;
      tenant?: string;
      contacts: {
        email?: string;
        external_id?: string;
        first_name?: string;
        last_name?: string;
        phone?: string;
        company?: string;
        properties?: {
          [key: string]: string | '' | number | boolean | null;
        };
      }[];
    };
    UpsertedContact: {
      /**
       * @description The provider's id.
       * @example 51
       */
      id: string;
      /** @example hubspot */
      provider: string;
      /** @example ada@example.com */
      email: string | null;
      /** @example null */
      external_id: string | null;
      /** @example Ada */
      first_name: string | null;
      /** @example Lovelace */
      last_name: string | null;
      /** @example null */
      phone: string | null;
      /** @example null */
      company: string | null;
      /**
       * @description Custom properties that were asked for.
       * @example {}
       */
      properties: {
        [key: string]: string | number | boolean | null;
      };
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      updated_at: string | null;
      /**
       * @description The provider's own object, whole, as it came.
       * @example {}
       */
      raw: unknown;
      /**
       * @description Whether it is a new one.
       * @example true
       */
      created: boolean;
    };
    VerifyWebhookRejectionBody: {
      /** @default false */
      accept_stale: boolean;
    } | null;
    VerifyWebhookRejectionsBody: {
      provider?: string;
      /** @enum {string} */
      reason?: 'missing' | 'malformed' | 'stale' | 'wrong_secret' | 'other_account' | 're_encoded';
      /** @default false */
      accept_stale: boolean;
    } | null;
    WebhookAccount: {
      /** @example stripe */
      provider: string;
      /** @example acct_42 */
      connection_id: string;
      /** @example acme */
      tenant: string | null;
      /** @example 1 */
      secret_count: number;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      created_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      updated_at: string;
    };
    WebhookEvent: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example stripe */
      provider: string;
      /** @example null */
      connection_id: string | null;
      /** @example payment_intent.succeeded */
      type: string;
      /**
       * @description The provider's id.
       * @example evt_1NG8Du2eZvKYlo2CUI79vXWy
       */
      external_id: string;
      status: components['schemas']['WebhookEventStatus'];
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      occurred_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      received_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      processed_at: string | null;
      /**
       * @description The `X-Request-ID` of the request that it goes back to.
       * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
       */
      request_id: string;
      /**
       * Format: date-time
       * @example null
       */
      erased_at: string | null;
      handlers: {
        /** @example OrdersService.markPaid */
        handler: string;
        /**
         * @example processed
         * @enum {string}
         */
        status: 'pending' | 'processed' | 'failed' | 'dead' | 'superseded';
        /** @example 1 */
        attempts: number;
        /** @example null */
        order_key: string | null;
        /** @example null */
        last_error: string | null;
        /**
         * Format: date-time
         * @example 2026-11-21T08:30:00.000Z
         */
        last_attempt_at: string | null;
        /**
         * Format: date-time
         * @example null
         */
        next_attempt_at: string | null;
      }[];
    };
    /**
     * @example processed
     * @enum {string}
     */
    WebhookEventStatus: 'pending' | 'processed' | 'failed' | 'dead' | 'unhandled' | 'superseded';
    /** @description How many events were new, and how many were there before. */
    WebhookReceipts: {
      /** @example 1 */
      stored: number;
      /** @example 0 */
      duplicates: number;
    };
    WebhookReconciliation: {
      /** @example stripe */
      provider: string;
      /** @example true */
      configured: boolean;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      reconciled_until: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      last_run_at: string | null;
      /** @example 0 */
      last_found: number;
      /** @example 0 */
      total_found: number;
      /** @example null */
      last_error: string | null;
    };
    WebhookRejection: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example stripe */
      provider: string;
      /** @example null */
      connection_id: string | null;
      reason: components['schemas']['WebhookRejectionReason'];
      /** @example It is signed, but with another secret than STRIPE_WEBHOOK_SECRETS has. */
      message: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      received_at: string;
      /**
       * @description The `X-Request-ID` of the request that it goes back to.
       * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
       */
      request_id: string;
      truncated: boolean;
      /**
       * Format: date-time
       * @example null
       */
      accepted_at: string | null;
    };
    /**
     * @example wrong_secret
     * @enum {string}
     */
    WebhookRejectionReason:
      'missing' | 'malformed' | 'stale' | 'wrong_secret' | 'other_account' | 're_encoded';
    WebhookSource: {
      /** @example stripe */
      provider: string;
      /** @example true */
      configured: boolean;
      paused: boolean;
      /** @example null */
      pause_reason: string | null;
      /**
       * Format: date-time
       * @example null
       */
      paused_at: string | null;
      /** @example 0 */
      pending: number;
      /** @example 0 */
      failed: number;
    };
    WholeWebhookEvent: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example stripe */
      provider: string;
      /** @example null */
      connection_id: string | null;
      /** @example payment_intent.succeeded */
      type: string;
      /**
       * @description The provider's id.
       * @example evt_1NG8Du2eZvKYlo2CUI79vXWy
       */
      external_id: string;
      status: components['schemas']['WebhookEventStatus'];
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      occurred_at: string | null;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      received_at: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      processed_at: string | null;
      /**
       * @description The `X-Request-ID` of the request that it goes back to.
       * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
       */
      request_id: string;
      /**
       * Format: date-time
       * @example null
       */
      erased_at: string | null;
      handlers: {
        /** @example OrdersService.markPaid */
        handler: string;
        /**
         * @example processed
         * @enum {string}
         */
        status: 'pending' | 'processed' | 'failed' | 'dead' | 'superseded';
        /** @example 1 */
        attempts: number;
        /** @example null */
        order_key: string | null;
        /** @example null */
        last_error: string | null;
        /**
         * Format: date-time
         * @example 2026-11-21T08:30:00.000Z
         */
        last_attempt_at: string | null;
        /**
         * Format: date-time
         * @example null
         */
        next_attempt_at: string | null;
      }[];
      /**
       * @example {
       *       "content-type": "application/json"
       *     }
       */
      headers: {
        [key: string]: unknown;
      } | null;
      payload_encoding: ('json' | 'text' | 'base64') | null;
      /**
       * @description The body as it came, by `payload_encoding`.
       * @example {
       *       "id": "evt_1NG8Du2eZvKYlo2CUI79vXWy"
       *     }
       */
      payload: unknown;
    };
    WholeWebhookRejection: {
      /**
       * Format: uuid
       * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
       */
      id: string;
      /** @example stripe */
      provider: string;
      /** @example null */
      connection_id: string | null;
      reason: components['schemas']['WebhookRejectionReason'];
      /** @example It is signed, but with another secret than STRIPE_WEBHOOK_SECRETS has. */
      message: string;
      /**
       * Format: date-time
       * @example 2026-11-21T08:30:00.000Z
       */
      received_at: string;
      /**
       * @description The `X-Request-ID` of the request that it goes back to.
       * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
       */
      request_id: string;
      truncated: boolean;
      /**
       * Format: date-time
       * @example null
       */
      accepted_at: string | null;
      /** @example POST */
      method: string;
      /** @example http://localhost:3000/webhooks/stripe */
      url: string;
      /**
       * @example {
       *       "content-type": "application/json"
       *     }
       */
      headers: {
        [key: string]: unknown;
      };
      /** @enum {string} */
      body_encoding: 'utf8' | 'base64';
      /** @example {"id":"evt_1NG8Du2eZvKYlo2CUI79vXWy"} */
      body: string;
    };
  };
  responses: {
    /** @description - [`CONFLICT`](/docs/errors#CONFLICT): The object is in a state that does not allow this. */
    CONFLICT: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "CONFLICT",
         *         "message": "The object is in a state that does not allow this.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#CONFLICT"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`CONFLICT`](/docs/errors#CONFLICT): The object is in a state that does not allow this.
     *     - [`IDEMPOTENCY_IN_PROGRESS`](/docs/errors#IDEMPOTENCY_IN_PROGRESS): A request with this `Idempotency-Key` is still running.
     */
    'CONFLICT.IDEMPOTENCY_IN_PROGRESS': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "CONFLICT",
         *         "message": "The object is in a state that does not allow this.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#CONFLICT"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`FORBIDDEN`](/docs/errors#FORBIDDEN): The API key or access token is good, but lacks the scope for this route. */
    FORBIDDEN: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "FORBIDDEN",
         *         "message": "The API key or access token is good, but lacks the scope for this route.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#FORBIDDEN"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`IDEMPOTENCY_IN_PROGRESS`](/docs/errors#IDEMPOTENCY_IN_PROGRESS): A request with this `Idempotency-Key` is still running. */
    IDEMPOTENCY_IN_PROGRESS: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "IDEMPOTENCY_IN_PROGRESS",
         *         "message": "A request with this `Idempotency-Key` is still running.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#IDEMPOTENCY_IN_PROGRESS"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`IDEMPOTENCY_KEY_REUSED`](/docs/errors#IDEMPOTENCY_KEY_REUSED): This `Idempotency-Key` was used before with another request. */
    IDEMPOTENCY_KEY_REUSED: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "IDEMPOTENCY_KEY_REUSED",
         *         "message": "This `Idempotency-Key` was used before with another request.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#IDEMPOTENCY_KEY_REUSED"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`IDEMPOTENCY_KEY_REUSED`](/docs/errors#IDEMPOTENCY_KEY_REUSED): This `Idempotency-Key` was used before with another request.
     *     - [`UNPROCESSABLE`](/docs/errors#UNPROCESSABLE): The request is well-formed, but cannot be carried out, such as a refund above what was captured.
     */
    'IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "IDEMPOTENCY_KEY_REUSED",
         *         "message": "This `Idempotency-Key` was used before with another request.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#IDEMPOTENCY_KEY_REUSED"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`INTERNAL_ERROR`](/docs/errors#INTERNAL_ERROR): Something is wrong in Hookline itself. */
    INTERNAL_ERROR: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "INTERNAL_ERROR",
         *         "message": "Something is wrong in Hookline itself.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#INTERNAL_ERROR"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`INVALID_SIGNATURE`](/docs/errors#INVALID_SIGNATURE): The webhook was not signed with one of the configured secrets, or too long ago: five minutes for most providers. */
    INVALID_SIGNATURE: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "INVALID_SIGNATURE",
         *         "message": "The webhook was not signed with one of the configured secrets, or too long ago: five minutes for most providers.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#INVALID_SIGNATURE"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`NOT_FOUND`](/docs/errors#NOT_FOUND): There is no such route, object or provider. */
    NOT_FOUND: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "NOT_FOUND",
         *         "message": "There is no such route, object or provider.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#NOT_FOUND"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`OVERLOADED`](/docs/errors#OVERLOADED): More requests are waiting than can be served in time.
     *     - [`DATABASE_UNAVAILABLE`](/docs/errors#DATABASE_UNAVAILABLE): Hookline’s database does not answer, so nothing was accepted.
     */
    'OVERLOADED.DATABASE_UNAVAILABLE': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "OVERLOADED",
         *         "message": "More requests are waiting than can be served in time.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#OVERLOADED"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`PAYLOAD_TOO_LARGE`](/docs/errors#PAYLOAD_TOO_LARGE): The body is larger than the route takes: 1 MiB, where nothing else is said. */
    PAYLOAD_TOO_LARGE: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "PAYLOAD_TOO_LARGE",
         *         "message": "The body is larger than the route takes: 1 MiB, where nothing else is said.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#PAYLOAD_TOO_LARGE"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`PAYMENT_DECLINED`](/docs/errors#PAYMENT_DECLINED): The bank or the provider declined the payment. */
    PAYMENT_DECLINED: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "PAYMENT_DECLINED",
         *         "message": "The bank or the provider declined the payment.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#PAYMENT_DECLINED"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`PROVIDER_ERROR`](/docs/errors#PROVIDER_ERROR): The provider refused in a way that has no code of its own here.
     *     - [`PROVIDER_AUTHENTICATION_FAILED`](/docs/errors#PROVIDER_AUTHENTICATION_FAILED): The provider refused our credentials, or they may not do this.
     *     - [`PROVIDER_RESPONSE_INVALID`](/docs/errors#PROVIDER_RESPONSE_INVALID): The provider answered in a form that it does not document. The action may have happened.
     */
    'PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "PROVIDER_ERROR",
         *         "message": "The provider refused in a way that has no code of its own here.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#PROVIDER_ERROR"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`PROVIDER_NOT_CONFIGURED`](/docs/errors#PROVIDER_NOT_CONFIGURED): The provider has no credentials. */
    PROVIDER_NOT_CONFIGURED: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "PROVIDER_NOT_CONFIGURED",
         *         "message": "The provider has no credentials.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#PROVIDER_NOT_CONFIGURED"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`PROVIDER_NOT_CONFIGURED`](/docs/errors#PROVIDER_NOT_CONFIGURED): The provider has no credentials.
     *     - [`CONNECTION_NEEDS_REAUTH`](/docs/errors#CONNECTION_NEEDS_REAUTH): The connected account has lost its access: it expired, was revoked, or was disconnected.
     */
    'PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "PROVIDER_NOT_CONFIGURED",
         *         "message": "The provider has no credentials.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#PROVIDER_NOT_CONFIGURED"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`PROVIDER_TIMEOUT`](/docs/errors#PROVIDER_TIMEOUT): The provider did not answer in time. Nothing was changed by this call. */
    PROVIDER_TIMEOUT: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "PROVIDER_TIMEOUT",
         *         "message": "The provider did not answer in time. Nothing was changed by this call.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#PROVIDER_TIMEOUT"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`PROVIDER_TIMEOUT`](/docs/errors#PROVIDER_TIMEOUT): The provider did not answer in time. Nothing was changed by this call.
     *     - [`OUTCOME_UNKNOWN`](/docs/errors#OUTCOME_UNKNOWN): The request was sent, and no answer came back. It may or may not have happened, and was not repeated.
     */
    'PROVIDER_TIMEOUT.OUTCOME_UNKNOWN': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "PROVIDER_TIMEOUT",
         *         "message": "The provider did not answer in time. Nothing was changed by this call.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#PROVIDER_TIMEOUT"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`PROVIDER_UNAVAILABLE`](/docs/errors#PROVIDER_UNAVAILABLE): The provider cannot be reached, or says that it cannot serve.
     *     - [`CIRCUIT_OPEN`](/docs/errors#CIRCUIT_OPEN): The provider has been failing, so calls to it are held back.
     *     - [`OVERLOADED`](/docs/errors#OVERLOADED): More requests are waiting than can be served in time.
     *     - [`DATABASE_UNAVAILABLE`](/docs/errors#DATABASE_UNAVAILABLE): Hookline’s database does not answer, so nothing was accepted.
     */
    'PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "PROVIDER_UNAVAILABLE",
         *         "message": "The provider cannot be reached, or says that it cannot serve.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#PROVIDER_UNAVAILABLE"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`PROVIDER_UNAVAILABLE`](/docs/errors#PROVIDER_UNAVAILABLE): The provider cannot be reached, or says that it cannot serve.
     *     - [`OVERLOADED`](/docs/errors#OVERLOADED): More requests are waiting than can be served in time.
     *     - [`DATABASE_UNAVAILABLE`](/docs/errors#DATABASE_UNAVAILABLE): Hookline’s database does not answer, so nothing was accepted.
     */
    'PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "PROVIDER_UNAVAILABLE",
         *         "message": "The provider cannot be reached, or says that it cannot serve.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#PROVIDER_UNAVAILABLE"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`RATE_LIMITED`](/docs/errors#RATE_LIMITED): Too many calls to this provider, too many requests to Hookline, or too many that were refused. */
    RATE_LIMITED: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "RATE_LIMITED",
         *         "message": "Too many calls to this provider, too many requests to Hookline, or too many that were refused.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#RATE_LIMITED"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`UNAUTHENTICATED`](/docs/errors#UNAUTHENTICATED): The API key or access token is missing, unknown, revoked or expired. */
    UNAUTHENTICATED: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "UNAUTHENTICATED",
         *         "message": "The API key or access token is missing, unknown, revoked or expired.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#UNAUTHENTICATED"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`UNPROCESSABLE`](/docs/errors#UNPROCESSABLE): The request is well-formed, but cannot be carried out, such as a refund above what was captured. */
    UNPROCESSABLE: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "UNPROCESSABLE",
         *         "message": "The request is well-formed, but cannot be carried out, such as a refund above what was captured.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#UNPROCESSABLE"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`UNSUPPORTED_MEDIA_TYPE`](/docs/errors#UNSUPPORTED_MEDIA_TYPE): The body is not of a type that this route reads. */
    UNSUPPORTED_MEDIA_TYPE: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "UNSUPPORTED_MEDIA_TYPE",
         *         "message": "The body is not of a type that this route reads.",
         *         "details": [],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#UNSUPPORTED_MEDIA_TYPE"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description - [`VALIDATION_ERROR`](/docs/errors#VALIDATION_ERROR): The request is well-formed, but some fields are wrong. */
    VALIDATION_ERROR: {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "VALIDATION_ERROR",
         *         "message": "The request is well-formed, but some fields are wrong.",
         *         "details": [
         *           {
         *             "field": "limit",
         *             "issue": "must be at most 100"
         *           }
         *         ],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#VALIDATION_ERROR"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`VALIDATION_ERROR`](/docs/errors#VALIDATION_ERROR): The request is well-formed, but some fields are wrong.
     *     - [`MALFORMED_JSON`](/docs/errors#MALFORMED_JSON): The body is not JSON.
     */
    'VALIDATION_ERROR.MALFORMED_JSON': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "VALIDATION_ERROR",
         *         "message": "The request is well-formed, but some fields are wrong.",
         *         "details": [
         *           {
         *             "field": "limit",
         *             "issue": "must be at most 100"
         *           }
         *         ],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#VALIDATION_ERROR"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /**
     * @description - [`VALIDATION_ERROR`](/docs/errors#VALIDATION_ERROR): The request is well-formed, but some fields are wrong.
     *     - [`MALFORMED_JSON`](/docs/errors#MALFORMED_JSON): The body is not JSON.
     *     - [`IDEMPOTENCY_KEY_REQUIRED`](/docs/errors#IDEMPOTENCY_KEY_REQUIRED): A request that moves money needs an `Idempotency-Key` header, so that a repeat does not act twice.
     */
    'VALIDATION_ERROR.MALFORMED_JSON.IDEMPOTENCY_KEY_REQUIRED': {
      headers: {
        'X-Request-ID': components['headers']['RequestId'];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": {
         *         "code": "VALIDATION_ERROR",
         *         "message": "The request is well-formed, but some fields are wrong.",
         *         "details": [
         *           {
         *             "field": "limit",
         *             "issue": "must be at most 100"
         *           }
         *         ],
         *         "correlation_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
         *         "timestamp": "2026-11-21T08:30:00.000Z",
         *         "documentation_url": "http://localhost:3000/docs/errors#VALIDATION_ERROR"
         *       }
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: {
    /**
     * @description Of your own, unique to this action. The same key and body get the first answer again.
     * @example order-42
     */
    IdempotencyKey: string;
    /**
     * @description Of your own, unique to this action. The same key and body get the first answer again.
     * @example order-42
     */
    RequiredIdempotencyKey: string;
    /**
     * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
     * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
     */
    RequestId: string;
  };
  requestBodies: never;
  headers: {
    /** @description The id of the request. */
    RequestId: string;
    /** @description `true` where this is the first answer again. */
    IdempotencyReplayed: 'true';
    /** @description Seconds to wait before trying again. */
    RetryAfter: number;
    /** @description Where to go on. */
    Location: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listPayments: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        customer?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of payments. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "pi_3QNpzLJf0Yq2hVqE1aBcDeFg",
           *           "provider": "stripe",
           *           "status": "requires_capture",
           *           "amount": 1999,
           *           "currency": "EUR",
           *           "amount_capturable": 1999,
           *           "amount_captured": 0,
           *           "amount_refunded": 0,
           *           "capture_method": "manual",
           *           "customer": null,
           *           "description": "Order 42",
           *           "metadata": {
           *             "order_id": "42"
           *           },
           *           "redirect_url": null,
           *           "decline_code": null,
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "raw": {}
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Payment'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT'];
    };
  };
  createPayment: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['RequiredIdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "amount": 1999,
         *       "currency": "EUR",
         *       "payment_method": "pm_card_visa",
         *       "capture_method": "manual",
         *       "description": "Order 42",
         *       "metadata": {
         *         "order_id": "42"
         *       }
         *     }
         */
        'application/json': components['schemas']['CreatePaymentBody'];
      };
    };
    responses: {
      /** @description The payment. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "pi_3QNpzLJf0Yq2hVqE1aBcDeFg",
           *       "provider": "stripe",
           *       "status": "requires_capture",
           *       "amount": 1999,
           *       "currency": "EUR",
           *       "amount_capturable": 1999,
           *       "amount_captured": 0,
           *       "amount_refunded": 0,
           *       "capture_method": "manual",
           *       "customer": null,
           *       "description": "Order 42",
           *       "metadata": {
           *         "order_id": "42"
           *       },
           *       "redirect_url": null,
           *       "decline_code": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {},
           *       "client_secret": "pi_3QNpzLJf0Yq2hVqE1aBcDeFg_secret_example"
           *     }
           */
          'application/json': components['schemas']['NewPayment'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON.IDEMPOTENCY_KEY_REQUIRED'];
      401: components['responses']['UNAUTHENTICATED'];
      402: components['responses']['PAYMENT_DECLINED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  getPayment: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example pi_3QNpzLJf0Yq2hVqE1aBcDeFg */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The payment. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "pi_3QNpzLJf0Yq2hVqE1aBcDeFg",
           *       "provider": "stripe",
           *       "status": "requires_capture",
           *       "amount": 1999,
           *       "currency": "EUR",
           *       "amount_capturable": 1999,
           *       "amount_captured": 0,
           *       "amount_refunded": 0,
           *       "capture_method": "manual",
           *       "customer": null,
           *       "description": "Order 42",
           *       "metadata": {
           *         "order_id": "42"
           *       },
           *       "redirect_url": null,
           *       "decline_code": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {}
           *     }
           */
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT'];
    };
  };
  cancelPayment: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['RequiredIdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example pi_3QNpzLJf0Yq2hVqE1aBcDeFg */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /** @example {} */
        'application/json': components['schemas']['CancelPaymentBody'];
      };
    };
    responses: {
      /** @description The payment. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "pi_3QNpzLJf0Yq2hVqE1aBcDeFg",
           *       "provider": "stripe",
           *       "status": "requires_capture",
           *       "amount": 1999,
           *       "currency": "EUR",
           *       "amount_capturable": 1999,
           *       "amount_captured": 0,
           *       "amount_refunded": 0,
           *       "capture_method": "manual",
           *       "customer": null,
           *       "description": "Order 42",
           *       "metadata": {
           *         "order_id": "42"
           *       },
           *       "redirect_url": null,
           *       "decline_code": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {}
           *     }
           */
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON.IDEMPOTENCY_KEY_REQUIRED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  capturePayment: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['RequiredIdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example pi_3QNpzLJf0Yq2hVqE1aBcDeFg */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "amount": 1999
         *     }
         */
        'application/json': components['schemas']['CapturePaymentBody'];
      };
    };
    responses: {
      /** @description The payment. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "pi_3QNpzLJf0Yq2hVqE1aBcDeFg",
           *       "provider": "stripe",
           *       "status": "requires_capture",
           *       "amount": 1999,
           *       "currency": "EUR",
           *       "amount_capturable": 1999,
           *       "amount_captured": 0,
           *       "amount_refunded": 0,
           *       "capture_method": "manual",
           *       "customer": null,
           *       "description": "Order 42",
           *       "metadata": {
           *         "order_id": "42"
           *       },
           *       "redirect_url": null,
           *       "decline_code": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {}
           *     }
           */
          'application/json': components['schemas']['Payment'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON.IDEMPOTENCY_KEY_REQUIRED'];
      401: components['responses']['UNAUTHENTICATED'];
      402: components['responses']['PAYMENT_DECLINED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  refundPayment: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['RequiredIdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example pi_3QNpzLJf0Yq2hVqE1aBcDeFg */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "amount": 500,
         *       "reason": "requested_by_customer"
         *     }
         */
        'application/json': components['schemas']['RefundPaymentBody'];
      };
    };
    responses: {
      /** @description The refund. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "re_3QNpzLJf0Yq2hVqE1aBcDeFg",
           *       "provider": "stripe",
           *       "payment_id": "pi_3QNpzLJf0Yq2hVqE1aBcDeFg",
           *       "status": "succeeded",
           *       "amount": 1999,
           *       "currency": "EUR",
           *       "metadata": {
           *         "order_id": "42"
           *       },
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {}
           *     }
           */
          'application/json': components['schemas']['Refund'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON.IDEMPOTENCY_KEY_REQUIRED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  createCheckout: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['RequiredIdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "lines": [
         *         {
         *           "name": "Mug",
         *           "amount": 1999,
         *           "currency": "EUR",
         *           "quantity": 1
         *         }
         *       ],
         *       "success_url": "https://shop.example.com/thanks",
         *       "cancel_url": "https://shop.example.com/cart"
         *     }
         */
        'application/json': components['schemas']['CreateCheckoutBody'];
      };
    };
    responses: {
      /** @description The checkout. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "cs_test_a1B2c3D4",
           *       "provider": "stripe",
           *       "status": "open",
           *       "url": "https://checkout.stripe.com/c/pay/cs_test_a1B2c3D4",
           *       "payment_id": null,
           *       "amount": 1999,
           *       "currency": "EUR",
           *       "metadata": {
           *         "order_id": "42"
           *       },
           *       "expires_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {}
           *     }
           */
          'application/json': components['schemas']['Checkout'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON.IDEMPOTENCY_KEY_REQUIRED'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  listNotifications: {
    parameters: {
      query?: {
        status?: 'queued' | 'sent' | 'delivered' | 'bounced' | 'failed' | 'dead';
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of notifications. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "status": "sent",
           *           "mode": "now",
           *           "provider": "slack",
           *           "channel": "chat",
           *           "to": "#general",
           *           "message_id": "1763713800.000100",
           *           "fallbacks_used": 0,
           *           "attempts": 1,
           *           "outcome_unknown": false,
           *           "due_at": null,
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "sent_at": "2026-11-21T08:30:00.000Z",
           *           "status_at": "2026-11-21T08:30:00.000Z",
           *           "error": null
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Notification'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  sendNotification: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "provider": "slack",
         *       "to": "#general",
         *       "text": "Order 42 is paid."
         *     }
         */
        'application/json': components['schemas']['SendNotificationBody'];
      };
    };
    responses: {
      /** @description It is sent. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "status": "sent",
           *       "mode": "now",
           *       "provider": "slack",
           *       "channel": "chat",
           *       "to": "#general",
           *       "message_id": "1763713800.000100",
           *       "fallbacks_used": 0,
           *       "attempts": 1,
           *       "outcome_unknown": false,
           *       "due_at": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "sent_at": "2026-11-21T08:30:00.000Z",
           *       "status_at": "2026-11-21T08:30:00.000Z",
           *       "error": null,
           *       "raw": null
           *     }
           */
          'application/json': components['schemas']['SentNotification'];
        };
      };
      /** @description It is stored, and will be sent. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "status": "sent",
           *       "mode": "now",
           *       "provider": "slack",
           *       "channel": "chat",
           *       "to": "#general",
           *       "message_id": "1763713800.000100",
           *       "fallbacks_used": 0,
           *       "attempts": 1,
           *       "outcome_unknown": false,
           *       "due_at": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "sent_at": "2026-11-21T08:30:00.000Z",
           *       "status_at": "2026-11-21T08:30:00.000Z",
           *       "error": null,
           *       "raw": null
           *     }
           */
          'application/json': components['schemas']['SentNotification'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  getNotification: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The notification. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "status": "sent",
           *       "mode": "now",
           *       "provider": "slack",
           *       "channel": "chat",
           *       "to": "#general",
           *       "message_id": "1763713800.000100",
           *       "fallbacks_used": 0,
           *       "attempts": 1,
           *       "outcome_unknown": false,
           *       "due_at": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "sent_at": "2026-11-21T08:30:00.000Z",
           *       "status_at": "2026-11-21T08:30:00.000Z",
           *       "error": null,
           *       "events": [
           *         {
           *           "type": "sent",
           *           "provider": "slack",
           *           "detail": null,
           *           "occurred_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['NotificationWithHistory'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  sendNotificationAgain: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It will be sent. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "status": "sent",
           *       "mode": "now",
           *       "provider": "slack",
           *       "channel": "chat",
           *       "to": "#general",
           *       "message_id": "1763713800.000100",
           *       "fallbacks_used": 0,
           *       "attempts": 1,
           *       "outcome_unknown": false,
           *       "due_at": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "sent_at": "2026-11-21T08:30:00.000Z",
           *       "status_at": "2026-11-21T08:30:00.000Z",
           *       "error": null
           *     }
           */
          'application/json': components['schemas']['Notification'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  sendNotifications: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "provider": "sendgrid",
         *       "subject": "Your order",
         *       "text": "It is on its way.",
         *       "recipients": [
         *         {
         *           "to": "ada@example.com",
         *           "to_name": "Ada"
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['SendNotificationsBody'];
      };
    };
    responses: {
      /** @description All of them are stored, and will be sent. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "status": "sent",
           *           "mode": "now",
           *           "provider": "slack",
           *           "channel": "chat",
           *           "to": "#general",
           *           "message_id": "1763713800.000100",
           *           "fallbacks_used": 0,
           *           "attempts": 1,
           *           "outcome_unknown": false,
           *           "due_at": null,
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "sent_at": "2026-11-21T08:30:00.000Z",
           *           "status_at": "2026-11-21T08:30:00.000Z",
           *           "error": null
           *         }
           *       ]
           *     }
           */
          'application/json': {
            data: components['schemas']['Notification'][];
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listNotificationTemplates: {
    parameters: {
      query?: {
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of templates. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "name": "order-paid",
           *           "subject": "Order {{order}}",
           *           "text": "Order {{order}} is paid.",
           *           "html": null,
           *           "blocks": null,
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "updated_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['NotificationTemplate'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getNotificationTemplate: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example order-paid */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The template. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "order-paid",
           *       "subject": "Order {{order}}",
           *       "text": "Order {{order}} is paid.",
           *       "html": null,
           *       "blocks": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['NotificationTemplate'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  putNotificationTemplate: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example order-paid */
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "subject": "Order {{order}}",
         *       "text": "Order {{order}} is paid."
         *     }
         */
        'application/json': components['schemas']['PutNotificationTemplateBody'];
      };
    };
    responses: {
      /** @description The template. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "order-paid",
           *       "subject": "Order {{order}}",
           *       "text": "Order {{order}} is paid.",
           *       "html": null,
           *       "blocks": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['NotificationTemplate'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  deleteNotificationTemplate: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example order-paid */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is deleted. */
      204: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listSuppressions: {
    parameters: {
      query?: {
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of addresses. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "address": "bob@example.com",
           *           "reason": "manual",
           *           "provider": null,
           *           "detail": "Asked by phone.",
           *           "notification_id": null,
           *           "created_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Suppression'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  addSuppression: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "address": "bob@example.com",
         *       "detail": "Asked by phone."
         *     }
         */
        'application/json': components['schemas']['AddSuppressionBody'];
      };
    };
    responses: {
      /** @description The address is on the list. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "address": "bob@example.com",
           *       "reason": "manual",
           *       "provider": null,
           *       "detail": "Asked by phone.",
           *       "notification_id": null,
           *       "created_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['Suppression'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getSuppression: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example bob@example.com */
        address: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The entry. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "address": "bob@example.com",
           *       "reason": "manual",
           *       "provider": null,
           *       "detail": "Asked by phone.",
           *       "notification_id": null,
           *       "created_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['Suppression'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  deleteSuppression: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example bob@example.com */
        address: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The address is off the list. */
      204: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listCalendarChanges: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        sync_token?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example primary */
        calendarId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What has changed. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "7kukuqrfedlm2f9t0vr42q0d6k",
           *           "provider": "google-calendar",
           *           "calendar_id": "primary",
           *           "status": "confirmed",
           *           "title": "Planning",
           *           "description": null,
           *           "location": null,
           *           "start": {
           *             "at": "2026-11-21T08:30:00.000Z",
           *             "time_zone": "Europe/Warsaw"
           *           },
           *           "end": {
           *             "at": "2026-11-21T08:30:00.000Z",
           *             "time_zone": "Europe/Warsaw"
           *           },
           *           "recurrence": null,
           *           "recurrence_rules": [],
           *           "recurring_event_id": null,
           *           "attendees": [
           *             {
           *               "email": "ada@example.com",
           *               "name": "Ada",
           *               "optional": false,
           *               "response": "needs_action"
           *             }
           *           ],
           *           "conference_url": null,
           *           "url": "https://www.google.com/calendar/event?eid=7kukuq",
           *           "version": "\"3181161784712000\"",
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "updated_at": "2026-11-21T08:30:00.000Z",
           *           "raw": {}
           *         }
           *       ],
           *       "sync_token": "CPDAlvWDx70CEPDAlvWDx70CGAU=",
           *       "full": false
           *     }
           */
          'application/json': {
            data: components['schemas']['CalendarEvent'][];
            /** @example CPDAlvWDx70CEPDAlvWDx70CGAU= */
            sync_token: string;
            full: boolean;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT'];
    };
  };
  listCalendarEvents: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        from?: string;
        to?: string;
        search?: string;
        expand_recurring?: 'true' | 'false';
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example primary */
        calendarId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of events. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "7kukuqrfedlm2f9t0vr42q0d6k",
           *           "provider": "google-calendar",
           *           "calendar_id": "primary",
           *           "status": "confirmed",
           *           "title": "Planning",
           *           "description": null,
           *           "location": null,
           *           "start": {
           *             "at": "2026-11-21T08:30:00.000Z",
           *             "time_zone": "Europe/Warsaw"
           *           },
           *           "end": {
           *             "at": "2026-11-21T08:30:00.000Z",
           *             "time_zone": "Europe/Warsaw"
           *           },
           *           "recurrence": null,
           *           "recurrence_rules": [],
           *           "recurring_event_id": null,
           *           "attendees": [
           *             {
           *               "email": "ada@example.com",
           *               "name": "Ada",
           *               "optional": false,
           *               "response": "needs_action"
           *             }
           *           ],
           *           "conference_url": null,
           *           "url": "https://www.google.com/calendar/event?eid=7kukuq",
           *           "version": "\"3181161784712000\"",
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "updated_at": "2026-11-21T08:30:00.000Z",
           *           "raw": {}
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['CalendarEvent'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT'];
    };
  };
  createCalendarEvent: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example primary */
        calendarId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "title": "Planning",
         *       "start": {
         *         "at": "2026-11-23T09:00:00+01:00",
         *         "time_zone": "Europe/Warsaw"
         *       },
         *       "end": {
         *         "at": "2026-11-23T10:00:00+01:00",
         *         "time_zone": "Europe/Warsaw"
         *       }
         *     }
         */
        'application/json': components['schemas']['CreateCalendarEventBody'];
      };
    };
    responses: {
      /** @description The event. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "7kukuqrfedlm2f9t0vr42q0d6k",
           *       "provider": "google-calendar",
           *       "calendar_id": "primary",
           *       "status": "confirmed",
           *       "title": "Planning",
           *       "description": null,
           *       "location": null,
           *       "start": {
           *         "at": "2026-11-21T08:30:00.000Z",
           *         "time_zone": "Europe/Warsaw"
           *       },
           *       "end": {
           *         "at": "2026-11-21T08:30:00.000Z",
           *         "time_zone": "Europe/Warsaw"
           *       },
           *       "recurrence": null,
           *       "recurrence_rules": [],
           *       "recurring_event_id": null,
           *       "attendees": [
           *         {
           *           "email": "ada@example.com",
           *           "name": "Ada",
           *           "optional": false,
           *           "response": "needs_action"
           *         }
           *       ],
           *       "conference_url": null,
           *       "url": "https://www.google.com/calendar/event?eid=7kukuq",
           *       "version": "\"3181161784712000\"",
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {}
           *     }
           */
          'application/json': components['schemas']['CalendarEvent'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  getCalendarEvent: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example primary */
        calendarId: string;
        /** @example 7kukuqrfedlm2f9t0vr42q0d6k */
        eventId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The event. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "7kukuqrfedlm2f9t0vr42q0d6k",
           *       "provider": "google-calendar",
           *       "calendar_id": "primary",
           *       "status": "confirmed",
           *       "title": "Planning",
           *       "description": null,
           *       "location": null,
           *       "start": {
           *         "at": "2026-11-21T08:30:00.000Z",
           *         "time_zone": "Europe/Warsaw"
           *       },
           *       "end": {
           *         "at": "2026-11-21T08:30:00.000Z",
           *         "time_zone": "Europe/Warsaw"
           *       },
           *       "recurrence": null,
           *       "recurrence_rules": [],
           *       "recurring_event_id": null,
           *       "attendees": [
           *         {
           *           "email": "ada@example.com",
           *           "name": "Ada",
           *           "optional": false,
           *           "response": "needs_action"
           *         }
           *       ],
           *       "conference_url": null,
           *       "url": "https://www.google.com/calendar/event?eid=7kukuq",
           *       "version": "\"3181161784712000\"",
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {}
           *     }
           */
          'application/json': components['schemas']['CalendarEvent'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT'];
    };
  };
  deleteCalendarEvent: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example primary */
        calendarId: string;
        /** @example 7kukuqrfedlm2f9t0vr42q0d6k */
        eventId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is deleted. */
      204: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  updateCalendarEvent: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example primary */
        calendarId: string;
        /** @example 7kukuqrfedlm2f9t0vr42q0d6k */
        eventId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "title": "Planning, moved"
         *     }
         */
        'application/json': components['schemas']['UpdateCalendarEventBody'];
      };
    };
    responses: {
      /** @description The event. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "7kukuqrfedlm2f9t0vr42q0d6k",
           *       "provider": "google-calendar",
           *       "calendar_id": "primary",
           *       "status": "confirmed",
           *       "title": "Planning",
           *       "description": null,
           *       "location": null,
           *       "start": {
           *         "at": "2026-11-21T08:30:00.000Z",
           *         "time_zone": "Europe/Warsaw"
           *       },
           *       "end": {
           *         "at": "2026-11-21T08:30:00.000Z",
           *         "time_zone": "Europe/Warsaw"
           *       },
           *       "recurrence": null,
           *       "recurrence_rules": [],
           *       "recurring_event_id": null,
           *       "attendees": [
           *         {
           *           "email": "ada@example.com",
           *           "name": "Ada",
           *           "optional": false,
           *           "response": "needs_action"
           *         }
           *       ],
           *       "conference_url": null,
           *       "url": "https://www.google.com/calendar/event?eid=7kukuq",
           *       "version": "\"3181161784712000\"",
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {}
           *     }
           */
          'application/json': components['schemas']['CalendarEvent'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  createCalendarEvents: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example primary */
        calendarId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "events": [
         *         {
         *           "title": "Planning",
         *           "start": {
         *             "at": "2026-11-23T09:00:00+01:00",
         *             "time_zone": "Europe/Warsaw"
         *           },
         *           "end": {
         *             "at": "2026-11-23T10:00:00+01:00",
         *             "time_zone": "Europe/Warsaw"
         *           }
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['CreateCalendarEventsBody'];
      };
    };
    responses: {
      /** @description What became of each. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "event": {
           *             "id": "7kukuqrfedlm2f9t0vr42q0d6k",
           *             "provider": "google-calendar",
           *             "calendar_id": "primary",
           *             "status": "confirmed",
           *             "title": "Planning",
           *             "description": null,
           *             "location": null,
           *             "start": {
           *               "at": "2026-11-21T08:30:00.000Z",
           *               "time_zone": "Europe/Warsaw"
           *             },
           *             "end": {
           *               "at": "2026-11-21T08:30:00.000Z",
           *               "time_zone": "Europe/Warsaw"
           *             },
           *             "recurrence": null,
           *             "recurrence_rules": [],
           *             "recurring_event_id": null,
           *             "attendees": [
           *               {
           *                 "email": "ada@example.com",
           *                 "name": "Ada",
           *                 "optional": false,
           *                 "response": "needs_action"
           *               }
           *             ],
           *             "conference_url": null,
           *             "url": "https://www.google.com/calendar/event?eid=7kukuq",
           *             "version": "\"3181161784712000\"",
           *             "created_at": "2026-11-21T08:30:00.000Z",
           *             "updated_at": "2026-11-21T08:30:00.000Z",
           *             "raw": {}
           *           },
           *           "error": null
           *         }
           *       ]
           *     }
           */
          'application/json': {
            data: components['schemas']['CalendarEventOutcome'][];
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  getFreeBusy: {
    parameters: {
      query: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        /** @example 2026-11-23T00:00:00Z */
        from: string;
        /** @example 2026-11-24T00:00:00Z */
        to: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example primary */
        calendarId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The times that are taken. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "calendar_id": "primary",
           *       "busy": [
           *         {
           *           "from": "2026-11-21T08:30:00.000Z",
           *           "to": "2026-11-21T08:30:00.000Z"
           *         }
           *       ]
           *     }
           */
          'application/json': {
            /** @example primary */
            calendar_id: string;
            busy: {
              /**
               * Format: date-time
               * @example 2026-11-21T08:30:00.000Z
               */
              from: string;
              /**
               * Format: date-time
               * @example 2026-11-21T08:30:00.000Z
               */
              to: string;
            }[];
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT'];
    };
  };
  listContacts: {
    parameters: {
      query?: {
        /**
         * @description The name of a provider, such as `stripe`.
         * @example hubspot
         */
        provider?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        email?: string;
        external_id?: string;
        search?: string;
        updated_from?: string;
        properties?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of contacts. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "51",
           *           "provider": "hubspot",
           *           "email": "ada@example.com",
           *           "external_id": null,
           *           "first_name": "Ada",
           *           "last_name": "Lovelace",
           *           "phone": null,
           *           "company": null,
           *           "properties": {},
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "updated_at": "2026-11-21T08:30:00.000Z",
           *           "raw": {}
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Contact'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT'];
    };
  };
  upsertContact: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "provider": "hubspot",
         *       "email": "ada@example.com",
         *       "first_name": "Ada",
         *       "last_name": "Lovelace"
         *     }
         */
        'application/json': components['schemas']['UpsertContactBody'];
      };
    };
    responses: {
      /** @description It was there, and is changed. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "51",
           *       "provider": "hubspot",
           *       "email": "ada@example.com",
           *       "external_id": null,
           *       "first_name": "Ada",
           *       "last_name": "Lovelace",
           *       "phone": null,
           *       "company": null,
           *       "properties": {},
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {},
           *       "created": true
           *     }
           */
          'application/json': components['schemas']['UpsertedContact'];
        };
      };
      /** @description It is new. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "51",
           *       "provider": "hubspot",
           *       "email": "ada@example.com",
           *       "external_id": null,
           *       "first_name": "Ada",
           *       "last_name": "Lovelace",
           *       "phone": null,
           *       "company": null,
           *       "properties": {},
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {},
           *       "created": true
           *     }
           */
          'application/json': components['schemas']['UpsertedContact'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  getContact: {
    parameters: {
      query?: {
        /**
         * @description The name of a provider, such as `stripe`.
         * @example hubspot
         */
        provider?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        properties?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 51 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The contact. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "51",
           *       "provider": "hubspot",
           *       "email": "ada@example.com",
           *       "external_id": null,
           *       "first_name": "Ada",
           *       "last_name": "Lovelace",
           *       "phone": null,
           *       "company": null,
           *       "properties": {},
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z",
           *       "raw": {}
           *     }
           */
          'application/json': components['schemas']['Contact'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT'];
    };
  };
  upsertContacts: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "provider": "hubspot",
         *       "contacts": [
         *         {
         *           "email": "ada@example.com",
         *           "first_name": "Ada"
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['UpsertContactsBody'];
      };
    };
    responses: {
      /** @description What became of each. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "51",
           *           "created": false,
           *           "error": null
           *         }
           *       ]
           *     }
           */
          'application/json': {
            data: components['schemas']['ContactOutcome'][];
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  processExternalData: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "data": {
         *         "input": {
         *           "b": 1,
         *           "a": [
         *             2,
         *             3
         *           ]
         *         },
         *         "format": "json"
         *       },
         *       "options": {
         *         "async": false
         *       }
         *     }
         */
        'application/json': components['schemas']['ProcessExternalDataBody'];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "success": true,
           *       "result": {
           *         "processed_data": {
           *           "a": [
           *             2,
           *             3
           *           ],
           *           "b": 1
           *         },
           *         "metadata": {}
           *       },
           *       "request_id": "req_8f14e45fceea"
           *     }
           */
          'application/json': components['schemas']['ProcessedData'];
        };
      };
      /** @description It is processed later (`async`). */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "success": true,
           *       "request_id": "req_8f14e45fceea",
           *       "status": "queued",
           *       "result": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "completed_at": "2026-11-21T08:30:02.000Z"
           *     }
           */
          'application/json': components['schemas']['AcceptedExternalRequest'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  getExternalRequest: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example req_8f14e45fceea */
        requestId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Its status, and its result once there is one. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "request_id": "req_8f14e45fceea",
           *       "status": "queued",
           *       "result": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "completed_at": "2026-11-21T08:30:02.000Z"
           *     }
           */
          'application/json': components['schemas']['ExternalRequestStatus'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT'];
    };
  };
  listConnections: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        status?: 'connected' | 'needs_reauth' | 'revoked' | 'disconnected';
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of connections. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "provider": "hubspot",
           *           "tenant": "acme",
           *           "status": "connected",
           *           "kind": "oauth2",
           *           "account": {
           *             "id": "44512345",
           *             "label": "Acme Inc.",
           *             "details": {}
           *           },
           *           "scopes": [
           *             "crm.objects.contacts.read"
           *           ],
           *           "health": {
           *             "state": "disconnected",
           *             "message": "It works.",
           *             "mend_url": null,
           *             "scopes": {
           *               "granted": [
           *                 "crm.objects.contacts.read"
           *               ],
           *               "needed": [
           *                 "crm.objects.contacts.read"
           *               ],
           *               "missing": [
           *                 ""
           *               ]
           *             }
           *           },
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "connected_at": "2026-11-21T08:30:00.000Z",
           *           "disconnected_at": null,
           *           "expires_at": null,
           *           "refreshed_at": null,
           *           "refresh_at": null,
           *           "refresh_failures": 0,
           *           "last_used_at": "2026-11-21T08:30:00.000Z",
           *           "last_error": null
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Connection'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  createConnection: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "provider": "sendgrid",
         *       "tenant": "acme",
         *       "credentials": {
         *         "api_key": "SG.id-of-the-key.the-key-itself"
         *       }
         *     }
         */
        'application/json': components['schemas']['CreateConnectionBody'];
      };
    };
    responses: {
      /** @description The connection. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "provider": "hubspot",
           *       "tenant": "acme",
           *       "status": "connected",
           *       "kind": "oauth2",
           *       "account": {
           *         "id": "44512345",
           *         "label": "Acme Inc.",
           *         "details": {}
           *       },
           *       "scopes": [
           *         "crm.objects.contacts.read"
           *       ],
           *       "health": {
           *         "state": "disconnected",
           *         "message": "It works.",
           *         "mend_url": null,
           *         "scopes": {
           *           "granted": [
           *             "crm.objects.contacts.read"
           *           ],
           *           "needed": [
           *             "crm.objects.contacts.read"
           *           ],
           *           "missing": [
           *             ""
           *           ]
           *         }
           *       },
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "connected_at": "2026-11-21T08:30:00.000Z",
           *       "disconnected_at": null,
           *       "expires_at": null,
           *       "refreshed_at": null,
           *       "refresh_at": null,
           *       "refresh_failures": 0,
           *       "last_used_at": "2026-11-21T08:30:00.000Z",
           *       "last_error": null
           *     }
           */
          'application/json': components['schemas']['Connection'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  getConnection: {
    parameters: {
      query?: {
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The connection. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "provider": "hubspot",
           *       "tenant": "acme",
           *       "status": "connected",
           *       "kind": "oauth2",
           *       "account": {
           *         "id": "44512345",
           *         "label": "Acme Inc.",
           *         "details": {}
           *       },
           *       "scopes": [
           *         "crm.objects.contacts.read"
           *       ],
           *       "health": {
           *         "state": "disconnected",
           *         "message": "It works.",
           *         "mend_url": null,
           *         "scopes": {
           *           "granted": [
           *             "crm.objects.contacts.read"
           *           ],
           *           "needed": [
           *             "crm.objects.contacts.read"
           *           ],
           *           "missing": [
           *             ""
           *           ]
           *         }
           *       },
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "connected_at": "2026-11-21T08:30:00.000Z",
           *       "disconnected_at": null,
           *       "expires_at": null,
           *       "refreshed_at": null,
           *       "refresh_at": null,
           *       "refresh_failures": 0,
           *       "last_used_at": "2026-11-21T08:30:00.000Z",
           *       "last_error": null
           *     }
           */
          'application/json': components['schemas']['Connection'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  deleteConnection: {
    parameters: {
      query?: {
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The connection, as it ended. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "provider": "hubspot",
           *       "tenant": "acme",
           *       "status": "connected",
           *       "kind": "oauth2",
           *       "account": {
           *         "id": "44512345",
           *         "label": "Acme Inc.",
           *         "details": {}
           *       },
           *       "scopes": [
           *         "crm.objects.contacts.read"
           *       ],
           *       "health": {
           *         "state": "disconnected",
           *         "message": "It works.",
           *         "mend_url": null,
           *         "scopes": {
           *           "granted": [
           *             "crm.objects.contacts.read"
           *           ],
           *           "needed": [
           *             "crm.objects.contacts.read"
           *           ],
           *           "missing": [
           *             ""
           *           ]
           *         }
           *       },
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "connected_at": "2026-11-21T08:30:00.000Z",
           *       "disconnected_at": null,
           *       "expires_at": null,
           *       "refreshed_at": null,
           *       "refresh_at": null,
           *       "refresh_failures": 0,
           *       "last_used_at": "2026-11-21T08:30:00.000Z",
           *       "last_error": null,
           *       "revoked": true
           *     }
           */
          'application/json': components['schemas']['DisconnectedConnection'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  refreshConnection: {
    parameters: {
      query?: {
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
      };
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The connection. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "provider": "hubspot",
           *       "tenant": "acme",
           *       "status": "connected",
           *       "kind": "oauth2",
           *       "account": {
           *         "id": "44512345",
           *         "label": "Acme Inc.",
           *         "details": {}
           *       },
           *       "scopes": [
           *         "crm.objects.contacts.read"
           *       ],
           *       "health": {
           *         "state": "disconnected",
           *         "message": "It works.",
           *         "mend_url": null,
           *         "scopes": {
           *           "granted": [
           *             "crm.objects.contacts.read"
           *           ],
           *           "needed": [
           *             "crm.objects.contacts.read"
           *           ],
           *           "missing": [
           *             ""
           *           ]
           *         }
           *       },
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "connected_at": "2026-11-21T08:30:00.000Z",
           *       "disconnected_at": null,
           *       "expires_at": null,
           *       "refreshed_at": null,
           *       "refresh_at": null,
           *       "refresh_failures": 0,
           *       "last_used_at": "2026-11-21T08:30:00.000Z",
           *       "last_error": null
           *     }
           */
          'application/json': components['schemas']['Connection'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  listSubscriptions: {
    parameters: {
      query?: {
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All subscriptions. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "kind": "google-calendar.events",
           *           "resource": "primary",
           *           "status": "pending",
           *           "expires_at": "2026-11-21T08:30:00.000Z",
           *           "renewed_at": "2026-11-21T08:30:00.000Z",
           *           "due_at": "2026-11-21T08:30:00.000Z",
           *           "last_error": null
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Subscription'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  createConnectLink: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "provider": "hubspot",
         *       "tenant": "acme",
         *       "expires_in": 3600
         *     }
         */
        'application/json': components['schemas']['CreateConnectLinkBody'];
      };
    };
    responses: {
      /** @description The link. Its address is shown here, and nowhere else. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "url": "http://localhost:3000/connect/hubspot?link=hlc_example",
           *       "provider": "hubspot",
           *       "tenant": "acme",
           *       "expires_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': {
            /**
             * Format: uuid
             * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
             */
            id: string;
            /** @example http://localhost:3000/connect/hubspot?link=hlc_example */
            url: string;
            /** @example hubspot */
            provider: string;
            /** @example acme */
            tenant: string;
            /**
             * Format: date-time
             * @example 2026-11-21T08:30:00.000Z
             */
            expires_at: string;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listEvents: {
    parameters: {
      query?: {
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        type?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of events. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "type": "order.paid",
           *           "tenant": "acme",
           *           "subject": "order/42",
           *           "idempotency_key": "order-42-paid",
           *           "created_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['PublishedEventSummary'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  publishEvent: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "type": "order.paid",
         *       "tenant": "acme",
         *       "subject": "order/42",
         *       "data": {
         *         "order_id": "42"
         *       }
         *     }
         */
        'application/json': components['schemas']['PublishEventBody'];
      };
    };
    responses: {
      /** @description It is stored, and will be delivered. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "type": "order.paid",
           *       "tenant": "acme",
           *       "subject": "order/42",
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "deliveries": 1,
           *       "duplicate": false
           *     }
           */
          'application/json': components['schemas']['PublishedEventReceipt'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getEvent: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The event. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "type": "order.paid",
           *       "tenant": "acme",
           *       "subject": "order/42",
           *       "idempotency_key": "order-42-paid",
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "data": {
           *         "order_id": "42"
           *       },
           *       "versions": {}
           *     }
           */
          'application/json': components['schemas']['PublishedEvent'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listEventTypes: {
    parameters: {
      query?: {
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of event types. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "name": "order.paid",
           *           "description": "An order is paid in full.",
           *           "schema": {
           *             "type": "object",
           *             "required": [
           *               "order_id"
           *             ]
           *           },
           *           "example": {
           *             "order_id": "42"
           *           },
           *           "versions": [],
           *           "deprecated": false,
           *           "defined_in": "api"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['EventType'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getEventType: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example order.paid */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The event type. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "order.paid",
           *       "description": "An order is paid in full.",
           *       "schema": {
           *         "type": "object",
           *         "required": [
           *           "order_id"
           *         ]
           *       },
           *       "example": {
           *         "order_id": "42"
           *       },
           *       "versions": [],
           *       "deprecated": false,
           *       "defined_in": "api"
           *     }
           */
          'application/json': components['schemas']['EventType'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  putEventType: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example order.paid */
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "description": "An order is paid in full.",
         *       "schema": {
         *         "type": "object",
         *         "required": [
         *           "order_id"
         *         ]
         *       },
         *       "example": {
         *         "order_id": "42"
         *       }
         *     }
         */
        'application/json': components['schemas']['PutEventTypeBody'];
      };
    };
    responses: {
      /** @description The event type. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "order.paid",
           *       "description": "An order is paid in full.",
           *       "schema": {
           *         "type": "object",
           *         "required": [
           *           "order_id"
           *         ]
           *       },
           *       "example": {
           *         "order_id": "42"
           *       },
           *       "versions": [],
           *       "deprecated": false,
           *       "defined_in": "api"
           *     }
           */
          'application/json': components['schemas']['EventType'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['UNPROCESSABLE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  deleteEventType: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example order.paid */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is no longer in the catalogue. */
      204: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listEndpoints: {
    parameters: {
      query?: {
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        enabled?: 'true' | 'false';
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of endpoints. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "tenant": "acme",
           *           "url": "https://customer.example.com/webhooks",
           *           "description": "",
           *           "event_types": [
           *             "order.*"
           *           ],
           *           "enabled": true,
           *           "disabled_reason": null,
           *           "disabled_at": null,
           *           "paused": false,
           *           "ownership": "vouched",
           *           "api_version": null,
           *           "payload": "full",
           *           "ordered": false,
           *           "plain_signature": false,
           *           "rate_limit": null,
           *           "header_names": [],
           *           "failing_since": null,
           *           "held_until": null,
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "updated_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Endpoint'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  createEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "tenant": "acme",
         *       "url": "https://customer.example.com/webhooks",
         *       "event_types": [
         *         "order.*"
         *       ]
         *     }
         */
        'application/json': components['schemas']['CreateEndpointBody'];
      };
    };
    responses: {
      /** @description The endpoint, with its secret. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "tenant": "acme",
           *       "url": "https://customer.example.com/webhooks",
           *       "description": "",
           *       "event_types": [
           *         "order.*"
           *       ],
           *       "enabled": true,
           *       "disabled_reason": null,
           *       "disabled_at": null,
           *       "paused": false,
           *       "ownership": "vouched",
           *       "api_version": null,
           *       "payload": "full",
           *       "ordered": false,
           *       "plain_signature": false,
           *       "rate_limit": null,
           *       "header_names": [],
           *       "failing_since": null,
           *       "held_until": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z",
           *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
           *     }
           */
          'application/json': components['schemas']['NewEndpoint'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoint. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "tenant": "acme",
           *       "url": "https://customer.example.com/webhooks",
           *       "description": "",
           *       "event_types": [
           *         "order.*"
           *       ],
           *       "enabled": true,
           *       "disabled_reason": null,
           *       "disabled_at": null,
           *       "paused": false,
           *       "ownership": "vouched",
           *       "api_version": null,
           *       "payload": "full",
           *       "ordered": false,
           *       "plain_signature": false,
           *       "rate_limit": null,
           *       "header_names": [],
           *       "failing_since": null,
           *       "held_until": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['Endpoint'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  deleteEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is deleted, and gets nothing more. */
      204: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  updateEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "description": "Orders",
         *       "enabled": true
         *     }
         */
        'application/json': components['schemas']['UpdateEndpointBody'];
      };
    };
    responses: {
      /** @description The endpoint. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "tenant": "acme",
           *       "url": "https://customer.example.com/webhooks",
           *       "description": "",
           *       "event_types": [
           *         "order.*"
           *       ],
           *       "enabled": true,
           *       "disabled_reason": null,
           *       "disabled_at": null,
           *       "paused": false,
           *       "ownership": "vouched",
           *       "api_version": null,
           *       "payload": "full",
           *       "ordered": false,
           *       "plain_signature": false,
           *       "rate_limit": null,
           *       "header_names": [],
           *       "failing_since": null,
           *       "held_until": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['Endpoint'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['UNPROCESSABLE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listEndpointDeliveries: {
    parameters: {
      query?: {
        event_id?: string;
        status?: 'pending' | 'delivered' | 'failed' | 'dead';
        type?: string;
        since?: string;
        until?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of deliveries. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "event_id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "endpoint_id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "type": "order.paid",
           *           "status": "delivered",
           *           "attempts": 1,
           *           "next_attempt_at": null,
           *           "last_status": 200,
           *           "last_error": null,
           *           "last_attempt_at": "2026-11-21T08:30:00.000Z",
           *           "created_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Delivery'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  pingEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It will be sent. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "event_id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10"
           *     }
           */
          'application/json': {
            /**
             * Format: uuid
             * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
             */
            event_id: string;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  recoverEndpointEvents: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "since": "2026-11-21T00:00:00Z"
         *     }
         */
        'application/json': components['schemas']['RecoverEndpointEventsBody'];
      };
    };
    responses: {
      /** @description How many will be sent. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "recovered": 2,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            /** @example 2 */
            recovered: number;
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  replayEndpointDeliveries: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "status": [
         *         "failed",
         *         "dead"
         *       ],
         *       "since": "2026-11-21T00:00:00Z"
         *     }
         */
        'application/json': components['schemas']['ReplayEndpointDeliveriesBody'];
      };
    };
    responses: {
      /** @description How many will be sent. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "replayed": 2,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            /** @example 2 */
            replayed: number;
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  rotateEndpointSecret: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoint, with its new secret. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "tenant": "acme",
           *       "url": "https://customer.example.com/webhooks",
           *       "description": "",
           *       "event_types": [
           *         "order.*"
           *       ],
           *       "enabled": true,
           *       "disabled_reason": null,
           *       "disabled_at": null,
           *       "paused": false,
           *       "ownership": "vouched",
           *       "api_version": null,
           *       "payload": "full",
           *       "ordered": false,
           *       "plain_signature": false,
           *       "rate_limit": null,
           *       "header_names": [],
           *       "failing_since": null,
           *       "held_until": null,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z",
           *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
           *       "previous_valid_until": "2026-11-22T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['RotatedEndpoint'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  testEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /** @example {} */
        'application/json': components['schemas']['TestEndpointBody'];
      };
    };
    responses: {
      /** @description It will be sent. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "event_id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10"
           *     }
           */
          'application/json': {
            /**
             * Format: uuid
             * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
             */
            event_id: string;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listDeliveries: {
    parameters: {
      query?: {
        event_id?: string;
        status?: 'pending' | 'delivered' | 'failed' | 'dead';
        type?: string;
        since?: string;
        until?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        endpoint_id?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of deliveries. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "event_id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "endpoint_id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "type": "order.paid",
           *           "status": "delivered",
           *           "attempts": 1,
           *           "next_attempt_at": null,
           *           "last_status": 200,
           *           "last_error": null,
           *           "last_attempt_at": "2026-11-21T08:30:00.000Z",
           *           "created_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Delivery'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getDelivery: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "event_id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "endpoint_id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "type": "order.paid",
           *       "status": "delivered",
           *       "attempts": 1,
           *       "next_attempt_at": null,
           *       "last_status": 200,
           *       "last_error": null,
           *       "last_attempt_at": "2026-11-21T08:30:00.000Z",
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "history": [
           *         {
           *           "number": 1,
           *           "outcome": "delivered",
           *           "status": 200,
           *           "error": null,
           *           "answer": "ok",
           *           "duration_ms": 38,
           *           "started_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['DeliveryWithHistory'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  replayDelivery: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It will be sent. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "status": "pending"
           *     }
           */
          'application/json': {
            /**
             * Format: uuid
             * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
             */
            id: string;
            /** @example pending */
            status: string;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  replayDeliveries: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "status": [
         *         "dead"
         *       ],
         *       "since": "2026-11-21T00:00:00Z"
         *     }
         */
        'application/json': components['schemas']['ReplayDeliveriesBody'];
      };
    };
    responses: {
      /** @description How many will be sent. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "replayed": 2,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            /** @example 2 */
            replayed: number;
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  createPortalLink: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "tenant": "acme",
         *       "expires_in": 3600
         *     }
         */
        'application/json': components['schemas']['CreatePortalLinkBody'];
      };
    };
    responses: {
      /** @description The link. It is shown here, and nowhere else. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "url": "http://localhost:3000/portal/enter?token=hlp_example",
           *       "tenant": "acme",
           *       "expires_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': {
            /** @example http://localhost:3000/portal/enter?token=hlp_example */
            url: string;
            /** @example acme */
            tenant: string;
            /**
             * Format: date-time
             * @example 2026-11-21T08:30:00.000Z
             */
            expires_at: string;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listWebhookEvents: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        type?: string;
        status?: 'pending' | 'processed' | 'failed' | 'dead' | 'unhandled' | 'superseded';
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        received_after?: string;
        received_before?: string;
        id?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of events. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "provider": "stripe",
           *           "connection_id": null,
           *           "type": "payment_intent.succeeded",
           *           "external_id": "evt_1NG8Du2eZvKYlo2CUI79vXWy",
           *           "status": "processed",
           *           "occurred_at": "2026-11-21T08:30:00.000Z",
           *           "received_at": "2026-11-21T08:30:00.000Z",
           *           "processed_at": "2026-11-21T08:30:00.000Z",
           *           "request_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
           *           "erased_at": null,
           *           "handlers": [
           *             {
           *               "handler": "OrdersService.markPaid",
           *               "status": "processed",
           *               "attempts": 1,
           *               "order_key": null,
           *               "last_error": null,
           *               "last_attempt_at": "2026-11-21T08:30:00.000Z",
           *               "next_attempt_at": null
           *             }
           *           ]
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['WebhookEvent'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getWebhookEvent: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The event. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "provider": "stripe",
           *       "connection_id": null,
           *       "type": "payment_intent.succeeded",
           *       "external_id": "evt_1NG8Du2eZvKYlo2CUI79vXWy",
           *       "status": "processed",
           *       "occurred_at": "2026-11-21T08:30:00.000Z",
           *       "received_at": "2026-11-21T08:30:00.000Z",
           *       "processed_at": "2026-11-21T08:30:00.000Z",
           *       "request_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
           *       "erased_at": null,
           *       "handlers": [
           *         {
           *           "handler": "OrdersService.markPaid",
           *           "status": "processed",
           *           "attempts": 1,
           *           "order_key": null,
           *           "last_error": null,
           *           "last_attempt_at": "2026-11-21T08:30:00.000Z",
           *           "next_attempt_at": null
           *         }
           *       ],
           *       "headers": {
           *         "content-type": "application/json"
           *       },
           *       "payload_encoding": "json",
           *       "payload": {
           *         "id": "evt_1NG8Du2eZvKYlo2CUI79vXWy"
           *       }
           *     }
           */
          'application/json': components['schemas']['WholeWebhookEvent'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  replayWebhookEvent: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It will be handled. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "status": "pending"
           *     }
           */
          'application/json': {
            /**
             * Format: uuid
             * @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10
             */
            id: string;
            /** @example pending */
            status: string;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  eraseWebhookEvents: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "ids": [
         *         "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10"
         *       ]
         *     }
         */
        'application/json': components['schemas']['EraseWebhookEventsBody'];
      };
    };
    responses: {
      /** @description How far it got. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "erased": 1,
           *       "complete": true
           *     }
           */
          'application/json': {
            /** @example 1 */
            erased: number;
            /** @example true */
            complete: boolean;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  replayWebhookEvents: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "status": "dead"
         *     }
         */
        'application/json': components['schemas']['ReplayWebhookEventsBody'];
      };
    };
    responses: {
      /** @description How many will be handled. */
      202: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "replayed": 2,
           *       "skipped": 0,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            /** @example 2 */
            replayed: number;
            /** @example 0 */
            skipped: number;
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listWebhookRejections: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        reason?: 'missing' | 'malformed' | 'stale' | 'wrong_secret' | 'other_account' | 're_encoded';
        accepted?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of refused requests. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "provider": "stripe",
           *           "connection_id": null,
           *           "reason": "wrong_secret",
           *           "message": "It is signed, but with another secret than STRIPE_WEBHOOK_SECRETS has.",
           *           "received_at": "2026-11-21T08:30:00.000Z",
           *           "request_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
           *           "truncated": false,
           *           "accepted_at": null
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['WebhookRejection'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getWebhookRejection: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The request. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "provider": "stripe",
           *       "connection_id": null,
           *       "reason": "wrong_secret",
           *       "message": "It is signed, but with another secret than STRIPE_WEBHOOK_SECRETS has.",
           *       "received_at": "2026-11-21T08:30:00.000Z",
           *       "request_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
           *       "truncated": false,
           *       "accepted_at": null,
           *       "method": "POST",
           *       "url": "http://localhost:3000/webhooks/stripe",
           *       "headers": {
           *         "content-type": "application/json"
           *       },
           *       "body_encoding": "utf8",
           *       "body": "{\"id\":\"evt_1NG8Du2eZvKYlo2CUI79vXWy\"}"
           *     }
           */
          'application/json': components['schemas']['WholeWebhookRejection'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  verifyWebhookRejection: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /** @example {} */
        'application/json': components['schemas']['VerifyWebhookRejectionBody'];
      };
    };
    responses: {
      /** @description It is let in. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "stored": 1,
           *       "duplicates": 0
           *     }
           */
          'application/json': {
            /** @example 1 */
            stored: number;
            /** @example 0 */
            duplicates: number;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED.UNPROCESSABLE'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  verifyWebhookRejections: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "provider": "stripe"
         *     }
         */
        'application/json': components['schemas']['VerifyWebhookRejectionsBody'];
      };
    };
    responses: {
      /** @description What became of them. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "accepted": 1,
           *       "refused": 0,
           *       "stored": 1,
           *       "duplicates": 0
           *     }
           */
          'application/json': {
            /** @example 1 */
            accepted: number;
            /** @example 0 */
            refused: number;
            /** @example 1 */
            stored: number;
            /** @example 0 */
            duplicates: number;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listWebhookSources: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All sources, on one page. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "provider": "stripe",
           *           "configured": true,
           *           "paused": false,
           *           "pause_reason": null,
           *           "paused_at": null,
           *           "pending": 0,
           *           "failed": 0
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['WebhookSource'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  pauseWebhookSource: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example stripe */
        provider: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "reason": "A bug in our handler"
         *     }
         */
        'application/json': components['schemas']['PauseWebhookSourceBody'];
      };
    };
    responses: {
      /** @description It is paused. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "provider": "stripe",
           *       "paused": false,
           *       "pause_reason": null,
           *       "paused_at": null
           *     }
           */
          'application/json': {
            /** @example stripe */
            provider: string;
            paused: boolean;
            /** @example null */
            pause_reason: string | null;
            /**
             * Format: date-time
             * @example null
             */
            paused_at: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  resumeWebhookSource: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example stripe */
        provider: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It goes on. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "provider": "stripe",
           *       "paused": false,
           *       "pause_reason": null,
           *       "paused_at": null
           *     }
           */
          'application/json': {
            /** @example stripe */
            provider: string;
            paused: boolean;
            /** @example null */
            pause_reason: string | null;
            /**
             * Format: date-time
             * @example null
             */
            paused_at: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listWebhookAccounts: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description A customer of the product's: of that one alone. */
        tenant?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of accounts. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "provider": "stripe",
           *           "connection_id": "acct_42",
           *           "tenant": "acme",
           *           "secret_count": 1,
           *           "created_at": "2026-11-21T08:30:00.000Z",
           *           "updated_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['WebhookAccount'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getWebhookAccount: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example stripe */
        provider: string;
        /** @example acct_42 */
        connectionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "provider": "stripe",
           *       "connection_id": "acct_42",
           *       "tenant": "acme",
           *       "secret_count": 1,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['WebhookAccount'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  putWebhookAccount: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example stripe */
        provider: string;
        /** @example acct_42 */
        connectionId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "secrets": [
         *         "whsec_of_the_account"
         *       ],
         *       "tenant": "acme"
         *     }
         */
        'application/json': components['schemas']['PutWebhookAccountBody'];
      };
    };
    responses: {
      /** @description The account. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "provider": "stripe",
           *       "connection_id": "acct_42",
           *       "tenant": "acme",
           *       "secret_count": 1,
           *       "created_at": "2026-11-21T08:30:00.000Z",
           *       "updated_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['WebhookAccount'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  deleteWebhookAccount: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example stripe */
        provider: string;
        /** @example acct_42 */
        connectionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description They are forgotten. */
      204: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listWebhookReconciliations: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All that keep a log, on one page. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "provider": "stripe",
           *           "configured": true,
           *           "reconciled_until": "2026-11-21T08:30:00.000Z",
           *           "last_run_at": "2026-11-21T08:30:00.000Z",
           *           "last_found": 0,
           *           "total_found": 0,
           *           "last_error": null
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['WebhookReconciliation'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  runWebhookReconciliation: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example stripe */
        provider: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /** @example {} */
        'application/json': components['schemas']['RunWebhookReconciliationBody'];
      };
    };
    responses: {
      /** @description How many were missing. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "provider": "stripe",
           *       "found": 0
           *     }
           */
          'application/json': {
            /** @example stripe */
            provider: string;
            /** @example 0 */
            found: number;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['CONFLICT.IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      424: components['responses']['PROVIDER_NOT_CONFIGURED.CONNECTION_NEEDS_REAUTH'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      502: components['responses']['PROVIDER_ERROR.PROVIDER_AUTHENTICATION_FAILED.PROVIDER_RESPONSE_INVALID'];
      503: components['responses']['PROVIDER_UNAVAILABLE.CIRCUIT_OPEN.OVERLOADED.DATABASE_UNAVAILABLE'];
      504: components['responses']['PROVIDER_TIMEOUT.OUTCOME_UNKNOWN'];
    };
  };
  listUnhandledWebhookTypes: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of types. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "provider": "stripe",
           *           "type": "charge.updated",
           *           "count": 3,
           *           "first_seen_at": "2026-11-21T08:30:00.000Z",
           *           "last_seen_at": "2026-11-21T08:30:00.000Z",
           *           "sample_event_id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "sample_path": "/v1/webhook-events/0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['UnhandledWebhookType'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listRequests: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        operation?: string;
        failed?: 'true' | 'false';
        status_code?: number;
        request_id?: string;
        /** @description A connected account; otherwise the product’s own. */
        connection_id?: string;
        since?: string;
        until?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of calls. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "request_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
           *           "provider": "stripe",
           *           "connection_id": null,
           *           "operation": "payments.create",
           *           "endpoint": "/v1/payment_intents",
           *           "method": "POST",
           *           "status_code": 200,
           *           "failed": false,
           *           "error_code": null,
           *           "error": null,
           *           "answer": null,
           *           "attempts": 1,
           *           "duration_ms": 182,
           *           "started_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['OutboundRequest'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listUnknownOutcomes: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        status?: 'unknown' | 'happened' | 'not_happened' | 'unresolved';
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of records. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "provider": "stripe",
           *           "connection_id": null,
           *           "operation": "payments.create",
           *           "endpoint": "/v1/payment_intents",
           *           "method": "POST",
           *           "path": "/v1/payment_intents",
           *           "idempotency_key": "order-42",
           *           "reference": null,
           *           "request_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
           *           "status": "happened",
           *           "object_id": "pi_3QNpzLJf0Yq2hVqE1aBcDeFg",
           *           "looks": 1,
           *           "last_error": null,
           *           "sent_at": "2026-11-21T08:30:00.000Z",
           *           "settled_at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['UnknownOutcome'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  getUnknownOutcome: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The record. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "provider": "stripe",
           *       "connection_id": null,
           *       "operation": "payments.create",
           *       "endpoint": "/v1/payment_intents",
           *       "method": "POST",
           *       "path": "/v1/payment_intents",
           *       "idempotency_key": "order-42",
           *       "reference": null,
           *       "request_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
           *       "status": "happened",
           *       "object_id": "pi_3QNpzLJf0Yq2hVqE1aBcDeFg",
           *       "looks": 1,
           *       "last_error": null,
           *       "sent_at": "2026-11-21T08:30:00.000Z",
           *       "settled_at": "2026-11-21T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['UnknownOutcome'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listCircuits: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        account?: string | '*';
        group?: string | '*';
        state?: 'closed' | 'half_open' | 'open';
        hold?: 'open' | 'closed';
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of circuits. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "provider": "stripe",
           *           "account": "default",
           *           "group": "payments",
           *           "state": "closed",
           *           "hold": null,
           *           "open_until": null,
           *           "reason": null,
           *           "since": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['Circuit'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  holdCircuit: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "provider": "stripe",
         *       "hold": "open",
         *       "reason": "Maintenance at the provider"
         *     }
         */
        'application/json': components['schemas']['HoldCircuitBody'];
      };
    };
    responses: {
      /** @description It is held. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "provider": "stripe",
           *       "account": "default",
           *       "group": "payments",
           *       "hold": "open",
           *       "reason": "Maintenance at the provider"
           *     }
           */
          'application/json': {
            /** @example stripe */
            provider: string;
            /** @example default */
            account: string;
            /** @example payments */
            group: string;
            /** @enum {string} */
            hold: 'open' | 'closed';
            /** @example Maintenance at the provider */
            reason: string;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  releaseCircuit: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "provider": "stripe"
         *     }
         */
        'application/json': components['schemas']['ReleaseCircuitBody'];
      };
    };
    responses: {
      /** @description Nobody holds it any more. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "provider": "stripe",
           *       "account": "default",
           *       "group": "payments",
           *       "hold": null
           *     }
           */
          'application/json': {
            /** @example stripe */
            provider: string;
            /** @example default */
            account: string;
            /** @example payments */
            group: string;
            hold: null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listCircuitTransitions: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        account?: string | '*';
        group?: string | '*';
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of changes. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "provider": "stripe",
           *           "account": "default",
           *           "group": "payments",
           *           "from": "closed",
           *           "to": "closed",
           *           "reason": "half of 20 calls failed",
           *           "at": "2026-11-21T08:30:00.000Z"
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['CircuitTransition'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listApiNotices: {
    parameters: {
      query?: {
        /** @description The name of a provider, such as `stripe`. */
        provider?: string;
        kind?: 'unknown_field' | 'unknown_value' | 'deprecated';
        dismissed?: 'true' | 'false';
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of notices. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "provider": "stripe",
           *           "operation": "payments.create",
           *           "kind": "unknown_field",
           *           "path": "charges.outcome",
           *           "sample": "\"new_value\"",
           *           "link": null,
           *           "deprecated_at": null,
           *           "sunset_at": null,
           *           "seen_at": "2026-11-21T08:30:00.000Z",
           *           "dismissed_at": null
           *         }
           *       ],
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: components['schemas']['ApiNotice'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  dismissApiNotice: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Of your own, unique to this action. The same key and body get the first answer again.
         * @example order-42
         */
        'Idempotency-Key'?: components['parameters']['IdempotencyKey'];
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The notice. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          'Idempotency-Replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "provider": "stripe",
           *       "operation": "payments.create",
           *       "kind": "unknown_field",
           *       "path": "charges.outcome",
           *       "sample": "\"new_value\"",
           *       "link": null,
           *       "deprecated_at": null,
           *       "sunset_at": null,
           *       "seen_at": "2026-11-21T08:30:00.000Z",
           *       "dismissed_at": null
           *     }
           */
          'application/json': components['schemas']['ApiNotice'];
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      409: components['responses']['IDEMPOTENCY_IN_PROGRESS'];
      422: components['responses']['IDEMPOTENCY_KEY_REUSED'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  listTimeline: {
    parameters: {
      query?: {
        request_id?: string;
        /** @example order_id:42 */
        reference?: string;
        kinds?: string;
        /** @description How many to a page. */
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of entries. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "at": "2026-11-21T08:30:00.000Z",
           *           "kind": "webhook",
           *           "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *           "request_id": "01JDC7Y2M9V3K4T5W6X7Y8Z9AB",
           *           "title": "stripe sent payment_intent.succeeded",
           *           "status": "processed",
           *           "outcome": "ok",
           *           "provider": "stripe",
           *           "operation": "payment_intent.succeeded",
           *           "duration_ms": 120,
           *           "detail": null,
           *           "links": {
           *             "self": "/v1/webhook-events/0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *             "reveal": "/v1/timeline/entries/webhook/0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10/reveal"
           *           }
           *         }
           *       ],
           *       "next_cursor": null,
           *       "truncated": false
           *     }
           */
          'application/json': {
            data: components['schemas']['TimelineEntry'][];
            /**
             * @description The `cursor` of the next page; null on the last.
             * @example null
             */
            next_cursor: string | null;
            /**
             * @description Whether more than 500 requests went under the reference, so that only the newest are looked at.
             * @example false
             */
            truncated: boolean;
          };
        };
      };
      400: components['responses']['VALIDATION_ERROR'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
  revealTimelineEntry: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.
         * @example 01JDC7Y2M9V3K4T5W6X7Y8Z9AB
         */
        'X-Request-ID'?: components['parameters']['RequestId'];
      };
      path: {
        /** @example webhook */
        kind: 'webhook' | 'event' | 'notification' | 'external_request';
        /** @example 0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10 */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "reason": "A customer asked why she paid twice"
         *     }
         */
        'application/json': components['schemas']['RevealTimelineEntryBody'];
      };
    };
    responses: {
      /** @description What it holds, without secrets. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['RequestId'];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "kind": "webhook",
           *       "id": "0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10",
           *       "content": "{\"id\":\"evt_1\",\"type\":\"payment_intent.succeeded\"}",
           *       "truncated": false
           *     }
           */
          'application/json': components['schemas']['Revealed'];
        };
      };
      400: components['responses']['VALIDATION_ERROR.MALFORMED_JSON'];
      401: components['responses']['UNAUTHENTICATED'];
      403: components['responses']['FORBIDDEN'];
      404: components['responses']['NOT_FOUND'];
      413: components['responses']['PAYLOAD_TOO_LARGE'];
      415: components['responses']['UNSUPPORTED_MEDIA_TYPE'];
      429: components['responses']['RATE_LIMITED'];
      500: components['responses']['INTERNAL_ERROR'];
      503: components['responses']['PROVIDER_UNAVAILABLE.OVERLOADED.DATABASE_UNAVAILABLE'];
    };
  };
}
