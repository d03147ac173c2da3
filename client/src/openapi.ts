/**
 * The API as types, made from its OpenAPI document: `deno task client:generate`. Don't edit.
 * `paths` is what openapi-fetch and its relatives take, too.
 */
export interface paths {
    "/api/checkouts/{checkoutSessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a payment stands */
        get: operations["getCheckoutsCheckoutSessionId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List upcoming classes */
        get: operations["getClasses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/classes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one class */
        get: operations["getClassesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/classes/{id}/book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Book a seat */
        post: operations["postClassesIdBook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/classes/{id}/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join the waitlist of a full class */
        post: operations["postClassesIdWaitlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in customer */
        get: operations["getCustomerMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer/signin-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail a sign-in link */
        post: operations["postCustomerSigninLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/enrollments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a booking */
        post: operations["postEnrollmentsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/enrollments/{id}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a booking to another class */
        post: operations["postEnrollmentsIdReschedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/gift-cards/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview or redeem a gift card */
        post: operations["postGiftCardsRedeem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/gift-cards/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Buy a gift card */
        post: operations["postGiftCardsStart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys */
        get: operations["getManageApiKeys"];
        put?: never;
        /** Create an API key */
        post: operations["postManageApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: operations["deleteManageApiKeysId"];
        options?: never;
        head?: never;
        /** Set an API key's quota */
        patch: operations["patchManageApiKeysId"];
        trace?: never;
    };
    "/api/manage/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List appointments */
        get: operations["getManageAppointments"];
        put?: never;
        /** Book an appointment */
        post: operations["postManageAppointments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/appointments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an appointment */
        post: operations["postManageAppointmentsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/appointments/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete an appointment */
        post: operations["postManageAppointmentsIdComplete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/blackouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List closures */
        get: operations["getManageBlackouts"];
        put?: never;
        /** Add a closure */
        post: operations["postManageBlackouts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/blackouts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a closure */
        delete: operations["deleteManageBlackoutsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/checkouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List checkouts */
        get: operations["getManageCheckouts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List classes */
        get: operations["getManageClasses"];
        put?: never;
        /** Schedule a class */
        post: operations["postManageClasses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/classes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a class */
        get: operations["getManageClassesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change or move a class */
        patch: operations["patchManageClassesId"];
        trace?: never;
    };
    "/api/manage/classes/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a class */
        post: operations["postManageClassesIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/classes/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete a class */
        post: operations["postManageClassesIdComplete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/classes/{id}/enrollments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Book somebody in */
        post: operations["postManageClassesIdEnrollments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/classes/{id}/roster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a class's roster */
        get: operations["getManageClassesIdRoster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/classes/{id}/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a class's waitlist */
        get: operations["getManageClassesIdWaitlist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find clients */
        get: operations["getManageClients"];
        put?: never;
        /** Add a client */
        post: operations["postManageClients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/clients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a client */
        get: operations["getManageClientsId"];
        put?: never;
        post?: never;
        /** Erase a client */
        delete: operations["deleteManageClientsId"];
        options?: never;
        head?: never;
        /** Change a client */
        patch: operations["patchManageClientsId"];
        trace?: never;
    };
    "/api/manage/clients/{id}/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace a client's calendar feed */
        post: operations["postManageClientsIdCalendarFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/clients/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merge a client into another */
        post: operations["postManageClientsIdMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/enrollments/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a booking */
        post: operations["postManageEnrollmentsIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/enrollments/{id}/no-show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark a no-show */
        post: operations["postManageEnrollmentsIdNoShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/enrollments/{id}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a booking to another class */
        post: operations["postManageEnrollmentsIdReschedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List events */
        get: operations["getManageEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/events/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an event again */
        post: operations["postManageEventsIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/gift-cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List gift cards */
        get: operations["getManageGiftCards"];
        put?: never;
        /** Issue a gift card */
        post: operations["postManageGiftCards"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/gift-cards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a gift card */
        get: operations["getManageGiftCardsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/gift-cards/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview or redeem a gift card at the desk */
        post: operations["postManageGiftCardsRedeem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/instructors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List instructors */
        get: operations["getManageInstructors"];
        put?: never;
        /** Add an instructor */
        post: operations["postManageInstructors"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/package-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List class packs on sale */
        get: operations["getManagePackageTypes"];
        put?: never;
        /** Add a class pack */
        post: operations["postManagePackageTypes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/package-types/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a class pack */
        patch: operations["patchManagePackageTypesId"];
        trace?: never;
    };
    "/api/manage/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the provider */
        get: operations["getManageProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the provider */
        patch: operations["patchManageProvider"];
        trace?: never;
    };
    "/api/manage/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a provider */
        post: operations["postManageProviders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/providers/{handle}/owner-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace a provider's owner token */
        post: operations["postManageProvidersHandleOwnerToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List refunds */
        get: operations["getManageRefunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/refunds/{id}/paid-by-hand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record that what is owed was paid outside Stripe */
        post: operations["postManageRefundsIdPaidByHand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List services */
        get: operations["getManageServices"];
        put?: never;
        /** Add a service */
        post: operations["postManageServices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/services/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a service */
        patch: operations["patchManageServicesId"];
        trace?: never;
    };
    "/api/manage/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the Stripe account's state */
        get: operations["getManageStripe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/stripe/onboarding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start or continue Stripe onboarding */
        post: operations["postManageStripeOnboarding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/waitlist/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a client from a waitlist */
        delete: operations["deleteManageWaitlistId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/waitlist/{id}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Promote a client from the waitlist */
        post: operations["postManageWaitlistIdPromote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhook endpoints */
        get: operations["getManageWebhookEndpoints"];
        put?: never;
        /** Add a webhook endpoint */
        post: operations["postManageWebhookEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a webhook endpoint */
        get: operations["getManageWebhookEndpointsId"];
        put?: never;
        post?: never;
        /** Delete a webhook endpoint */
        delete: operations["deleteManageWebhookEndpointsId"];
        options?: never;
        head?: never;
        /** Change, disable or enable a webhook endpoint */
        patch: operations["patchManageWebhookEndpointsId"];
        trace?: never;
    };
    "/api/manage/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the deliveries to a webhook endpoint */
        get: operations["getManageWebhookEndpointsIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/webhook-endpoints/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a webhook endpoint a new secret */
        post: operations["postManageWebhookEndpointsIdRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/manage/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test to a webhook endpoint */
        post: operations["postManageWebhookEndpointsIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/package-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List class packs on sale */
        get: operations["getPackageTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/packages/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Buy a class pack */
        post: operations["postPackagesStart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the studio */
        get: operations["getProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tip/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tip after a visit */
        post: operations["postTipStart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waitlist/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a waitlist */
        post: operations["postWaitlistIdLeave"];
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
        ApiKey: {
            allowedOrigins: string[];
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @enum {string} */
            kind: "secret" | "publishable";
            label: string;
            /** Format: date-time */
            lastUsedAt: string | null;
            prefix: string;
            /** @description Requests a minute; 0: any number; null: the server's default. */
            quota: number | null;
            /** Format: date-time */
            revokedAt: string | null;
        };
        ApiKeyCreated: {
            allowedOrigins: string[];
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @description Shown once. */
            key: string;
            /** @enum {string} */
            kind: "secret" | "publishable";
            label: string;
            prefix: string;
        };
        Appointment: {
            client: {
                email: string | null;
                id: string;
                name: string;
                phone: string | null;
            };
            id: string;
            /** Format: date-time */
            scheduledAt: string;
            serviceId: string;
            serviceName: string;
            /** @enum {string} */
            status: "Scheduled" | "Completed" | "Cancelled";
            tipAmountCents: number | null;
            /** Format: date-time */
            tipCapturedAt: string | null;
            tipChargeId: string | null;
        };
        Blackout: {
            allDay: boolean;
            /** Format: date-time */
            endsAt: string;
            id: string;
            kind: string;
            label: string;
            /** Format: date-time */
            startsAt: string;
        };
        BookedInEnrollment: components["schemas"]["Enrollment"] & {
            /** @description The payment link that was mailed. */
            checkoutUrl: string | null;
            /**
             * Format: date-time
             * @description When the hold of a payment link ends.
             */
            expiresAt: string | null;
            /** @description 0 for a credit, and while unpaid. */
            paidCents: number;
            /**
             * @description Null: not paid yet.
             * @enum {string|null}
             */
            paidWith: "free" | "card" | "credit" | "gift_card" | "offline" | null;
            priceCents: number;
        };
        Booking: {
            /** @description For the customer's own cancel link. */
            cancelToken: string;
            checkoutSessionId: string | null;
            /** @description Send the customer there to pay. Null: nothing to pay. */
            checkoutUrl: string | null;
            classSession: {
                durationMin: number;
                id: string;
                nameSnapshot: string;
                /** Format: date-time */
                scheduledAt: string;
            };
            enrollmentId: string;
        };
        CancellationPreview: {
            cancelWindowHours: number;
            classSession: {
                durationMin: number;
                id: string;
                nameSnapshot: string;
                /** Format: date-time */
                scheduledAt: string;
            };
            creditReturned: boolean;
            currency: string;
            /** @description What of it the gift card gets back. */
            giftCardCents: number;
            lateCancel: boolean;
            /** @enum {boolean} */
            ok: true;
            /**
             * @description Null while unpaid.
             * @enum {string|null}
             */
            paidWith: "free" | "card" | "credit" | "gift_card" | "offline" | null;
            /** @enum {boolean} */
            preview: true;
            /**
             * Format: date-time
             * @description A cancellation up to then is not late.
             */
            refundableUntil: string;
            /** @description What is paid back, to the card or the gift card. */
            refundCents: number;
        };
        Cancelled: {
            /** Format: date-time */
            cancelledAt: string;
            cancelWindowHours: number;
            creditReturned: boolean;
            lateCancel: boolean;
            /** @enum {boolean} */
            ok: true;
            refundedCents: number;
            refundId: string | null;
        };
        Checkout: {
            checkoutSessionId: string;
            checkoutUrl: string;
            /** @enum {boolean} */
            ok: true;
        };
        CheckoutStatus: {
            checkout: {
                amountCents: number;
                checkoutSessionId: string | null;
                classSession: {
                    durationMin: number;
                    id: string;
                    nameSnapshot: string;
                    /** Format: date-time */
                    scheduledAt: string;
                } | null;
                currency: string;
                enrollmentId: string | null;
                /** @enum {string|null} */
                enrollmentStatus: "PendingPayment" | "Confirmed" | "Cancelled" | "Expired" | "Completed" | "NoShow" | null;
                /** @enum {string} */
                kind: "class" | "package" | "gift_card" | "tip";
                /** @enum {string} */
                status: "open" | "processing" | "paid" | "expired" | "refunded";
            };
        };
        Class: {
            /** @description A cancellation at least so many hours before the class gives the money, or the credit, back. */
            cancelWindowHours: number;
            capacity: number;
            currency: string;
            durationMin: number;
            enrolledCount: number;
            id: string;
            instructor: {
                id: string;
                name: string;
            } | null;
            /** @description The studio's address. */
            location: string | null;
            nameSnapshot: string;
            priceCents: number;
            publicNote: string | null;
            /** Format: date-time */
            scheduledAt: string;
            seatsLeft: number;
            /** @description How many wait for a seat. */
            waitlistCount: number;
        };
        ClassCancelled: {
            cancelledCount: number;
            creditedCount: number;
            /** @description Card payments refunded so far. */
            refundedCount: number;
            /** @description Card payments that could not be refunded yet; they are retried. */
            refundFailures: number;
        };
        ClassDetail: {
            class: {
                /** @description A cancellation at least so many hours before the class gives the money, or the credit, back. */
                cancelWindowHours: number;
                capacity: number;
                currency: string;
                durationMin: number;
                enrolledCount: number;
                id: string;
                instructor: {
                    id: string;
                    name: string;
                } | null;
                /** @description The studio's address. */
                location: string | null;
                nameSnapshot: string;
                priceCents: number;
                publicNote: string | null;
                /** Format: date-time */
                scheduledAt: string;
                seatsLeft: number;
                /** @description How many wait for a seat. */
                waitlistCount: number;
            };
            provider: {
                avatarKey: string | null;
                bio: string | null;
                displayName: string;
                handle: string;
                timezone: string;
            };
        };
        Client: {
            /** Format: date-time */
            createdAt: string;
            email: string | null;
            id: string;
            name: string;
            /** @description The studio's own; the client never sees it. */
            note: string | null;
            phone: string | null;
        };
        ClientDetail: components["schemas"]["Client"] & {
            /** @description A calendar to subscribe to. Whoever has the address can read it. */
            calendarFeedUrl: string;
            enrollments: components["schemas"]["CustomerEnrollment"][];
            packages: components["schemas"]["ClientPackage"][];
        };
        ClientPackage: {
            /** Format: date-time */
            expiresAt: string | null;
            id: string;
            packageTypeName: string;
            sessionsRemaining: number;
            sessionsTotal: number;
        };
        CustomerEnrollment: {
            /** Format: date-time */
            bookedAt: string;
            cancelToken: string;
            cancelWindowHours: number;
            /** @description While the seat is held: where to pay. */
            checkoutUrl: string | null;
            class: {
                durationMin: number;
                id: string;
                name: string;
                /** Format: date-time */
                scheduledAt: string;
            };
            currency: string;
            id: string;
            /** @description 0 for a credit, and while unpaid. */
            paidCents: number;
            /**
             * @description Null while unpaid.
             * @enum {string|null}
             */
            paidWith: "free" | "card" | "credit" | "gift_card" | "offline" | null;
            priceCents: number;
            /**
             * Format: date-time
             * @description A cancellation up to then gives the money, or the credit, back.
             */
            refundableUntil: string;
            refundedCents: number;
            /** @enum {string} */
            status: "PendingPayment" | "Confirmed" | "Cancelled" | "Completed" | "NoShow";
        };
        CustomerSummary: {
            /** @description A calendar to subscribe to. Whoever has the address can read it. */
            calendarFeedUrl: string;
            client: {
                email: string;
                id: string;
                name: string;
                phone: string | null;
            };
            enrollments: components["schemas"]["CustomerEnrollment"][];
            packages: components["schemas"]["ClientPackage"][];
            studio: {
                displayName: string;
                handle: string;
                timezone: string;
            };
            waitlist: {
                class: {
                    durationMin: number;
                    id: string;
                    name: string;
                    /** Format: date-time */
                    scheduledAt: string;
                };
                id: string;
                /** Format: date-time */
                joinedAt: string;
                leaveToken: string;
                /** @description A seat that is kept for this customer until then; null while they wait. */
                offer: {
                    checkoutUrl: string;
                    /** Format: date-time */
                    expiresAt: string;
                } | null;
                position: number;
            }[];
        };
        Debit: {
            /** @description The reference of the redemption; of a booking its enrollment. */
            appointmentId: string;
            class: {
                id: string;
                name: string;
                /** Format: date-time */
                scheduledAt: string;
            } | null;
            client: {
                id: string;
                name: string;
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Below zero: it came back to the card. */
            debitCents: number;
            /** @description The booking that the card paid for; else null. */
            enrollmentId: string | null;
            id: string;
            /** @description What it was taken for at the desk. */
            purpose: string | null;
        };
        Enrollment: {
            /** Format: date-time */
            bookedAt: string;
            classId: string;
            client: {
                email: string | null;
                id: string;
                name: string;
                phone: string | null;
            };
            id: string;
            /** @enum {string} */
            status: "PendingPayment" | "Confirmed" | "Cancelled" | "Expired" | "Completed" | "NoShow";
        };
        ErrorBody: {
            /**
             * @description The same for programs. It never changes; /docs explains each.
             * @enum {string}
             */
            code: "invalid_request" | "package_unavailable" | "gift_card_empty" | "gift_card_expired" | "not_tippable" | "invalid_signature" | "missing_api_key" | "invalid_api_key" | "invalid_token" | "expired_token" | "origin_missing" | "origin_not_allowed" | "secret_key_required" | "wrong_provider" | "forbidden" | "not_found" | "method_not_allowed" | "request_timeout" | "body_too_large" | "unsupported_media_type" | "class_full" | "already_booked" | "payment_pending" | "no_credits" | "seats_available" | "too_late" | "price_differs" | "gift_card_insufficient" | "already_tipped" | "not_started" | "capacity_too_low" | "series_conflict" | "handle_taken" | "currency_locked" | "marked_no_show" | "already_refunded" | "client_exists" | "merge_conflict" | "client_has_bookings" | "refund_pending" | "refund_refused" | "nothing_owed" | "not_connect" | "one_provider" | "too_many_endpoints" | "endpoint_disabled" | "idempotency_conflict" | "conflict" | "class_cancelled" | "class_started" | "class_completed" | "booking_over" | "booking_expired" | "not_confirmed" | "not_waiting" | "appointment_cancelled" | "appointment_completed" | "key_revoked" | "client_erased" | "not_onboarded" | "rate_limited" | "quota_exceeded" | "internal" | "checkout_failed" | "refund_failed" | "stripe_unavailable" | "unavailable";
            /** @description What is wrong and how to fix it, for people. */
            error: string;
            /** @description With a 400: which fields, and why. */
            issues?: {
                message: string;
                path: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        Event: {
            /** Format: date-time */
            createdAt: string;
            /** @description The object as this API showed it then. */
            data: {
                [key: string]: unknown;
            };
            id: string;
            /** @enum {string} */
            type: "booking.held" | "booking.confirmed" | "booking.cancelled" | "booking.expired" | "booking.rescheduled" | "booking.completed" | "booking.no_show" | "waitlist.joined" | "waitlist.offered" | "waitlist.left" | "class.created" | "class.updated" | "class.cancelled" | "class.completed" | "package.purchased" | "credit.changed" | "gift_card.purchased" | "gift_card.changed" | "tip.paid" | "refund.succeeded" | "refund.failed" | "payment.disputed" | "client.created" | "client.updated" | "client.erased" | "stripe.updated";
        };
        GiftCard: {
            balanceCents: number;
            codeLast4: string;
            /** Format: date-time */
            createdAt: string;
            currency: string;
            /** Format: date-time */
            expiresAt: string | null;
            id: string;
            initialCents: number;
            /** @enum {string} */
            paidWith: "card" | "offline";
            purchaserEmail: string | null;
            purchaserName: string;
            recipientEmail: string | null;
            recipientName: string | null;
        };
        GiftCardDetail: components["schemas"]["GiftCard"] & {
            redemptions: components["schemas"]["Debit"][];
        };
        Instructor: {
            id: string;
            name: string;
        };
        IssuedGiftCard: components["schemas"]["GiftCard"] & {
            code: string;
        };
        ManagedCheckout: {
            amountCents: number;
            checkoutSessionId: string | null;
            classSession: {
                durationMin: number;
                id: string;
                nameSnapshot: string;
                /** Format: date-time */
                scheduledAt: string;
            } | null;
            /** Format: date-time */
            createdAt: string;
            currency: string;
            /** Format: date-time */
            disputedAt: string | null;
            enrollmentId: string | null;
            /** @enum {string|null} */
            enrollmentStatus: "PendingPayment" | "Confirmed" | "Cancelled" | "Expired" | "Completed" | "NoShow" | null;
            /** @enum {string} */
            kind: "class" | "package" | "gift_card" | "tip";
            /**
             * @description Why it is disputed: what Stripe says differently from our record, what it refuses to tell of, or a bank that has not decided within 15 days. Why it is unknown: what `alera reconcile` could not make its record from (null until it has looked).
             * @enum {string|null}
             */
            reason: "amount_differs" | "currency_differs" | "mode_differs" | "account_refused" | "session_refused" | "bank_undecided" | "unreadable" | "differs" | "class_missing" | "appointment_missing" | null;
            /**
             * Format: date-time
             * @description Since when Stripe refuses to list its refunds: until it does, whether it was refunded is in doubt.
             */
            refundsUnreadSince: string | null;
            /** @enum {string} */
            status: "open" | "processing" | "paid" | "expired" | "refunded";
        };
        ManagedClass: {
            capacity: number;
            /** Format: date-time */
            createdAt: string;
            durationMin: number;
            enrolledCount: number;
            heldCount: number;
            id: string;
            instructor: components["schemas"]["Instructor"] | null;
            nameSnapshot: string;
            priceCents: number;
            publicNote: string | null;
            /** Format: date-time */
            scheduledAt: string;
            seatsLeft: number;
            /** @description Shared by classes that were scheduled weekly, together. */
            seriesId: string | null;
            serviceId: string;
            /** @enum {string} */
            status: "Scheduled" | "Cancelled" | "Completed";
            /** Format: date-time */
            updatedAt: string;
            waitingCount: number;
        };
        PackageType: {
            active: boolean;
            id: string;
            name: string;
            priceCents: number;
            sessionsTotal: number;
            validDays: number | null;
        };
        PackageTypesOnSale: {
            packageTypes: {
                currency: string;
                id: string;
                name: string;
                priceCents: number;
                sessionsTotal: number;
                /** @description Days from the purchase; null: it never expires. */
                validDays: number | null;
            }[];
        };
        Promotion: {
            checkoutUrl: string | null;
            enrollmentId: string;
            status: string;
        };
        Provider: {
            address: string | null;
            avatarKey: string | null;
            bio: string | null;
            cancelWindowHours: number;
            /** Format: date-time */
            createdAt: string;
            currency: string;
            displayName: string;
            email: string;
            giftCardValidDays: number | null;
            handle: string;
            id: string;
            reminderHours: number | null;
            stripe: {
                accountId: string | null;
                chargesEnabled: boolean;
                detailsSubmitted: boolean;
                payoutsEnabled: boolean;
            };
            timezone: string;
            waitlistCutoffHours: number;
            /** @enum {string} */
            waitlistMode: "manual" | "automatic";
            waitlistOfferMinutes: number;
            waitlistUsesPacks: boolean;
        };
        Redemption: {
            /** @enum {boolean} */
            alreadyRedeemed?: true;
            balanceCents: number;
            balanceRemainingCents: number;
            debitCents: number;
            /** @enum {boolean} */
            ok: true;
        };
        Refund: {
            /** @description What was due. */
            amountCents: number;
            checkoutSessionId: string;
            /** Format: date-time */
            createdAt: string;
            currency: string;
            enrollmentId: string | null;
            id: string;
            /** @description Still due. */
            owedCents: number;
            paidByHandCents: number;
            /** @enum {string} */
            reason: "cancellation" | "class_cancelled" | "seat_gone" | "duplicate_tip" | "buyer_gone" | "dashboard";
            /** @description By Alera, as far as Stripe has accepted it. */
            refundedCents: number;
            /** @description In the studio's Stripe dashboard. */
            refundedOutsideCents: number;
            /** @enum {string} */
            state: "intent" | "pending" | "succeeded" | "failed" | "owed";
            stripeRefundId: string | null;
            /**
             * Format: date-time
             * @description Since when Stripe refuses to list this payment's refunds: until it does, all of this is in doubt.
             */
            unreadSince: string | null;
        };
        Rescheduled: {
            /** @description For the new class. The old one works too, while it lasts. */
            cancelToken: string;
            cancelWindowHours: number;
            classSession: {
                durationMin: number;
                id: string;
                nameSnapshot: string;
                /** Format: date-time */
                scheduledAt: string;
            };
            enrollmentId: string;
            /** @enum {boolean} */
            ok: true;
            /**
             * Format: date-time
             * @description A cancellation of the new class up to then is not late.
             */
            refundableUntil: string;
        };
        ReschedulePreview: {
            cancelWindowHours: number;
            classSession: {
                durationMin: number;
                id: string;
                nameSnapshot: string;
                /** Format: date-time */
                scheduledAt: string;
            };
            enrollmentId: string;
            /** @enum {boolean} */
            ok: true;
            /** @enum {boolean} */
            preview: true;
            /**
             * Format: date-time
             * @description A cancellation of the new class up to then is not late.
             */
            refundableUntil: string;
        };
        Roster: {
            class: components["schemas"]["ManagedClass"];
            enrollments: components["schemas"]["RosterEnrollment"][];
            holds: components["schemas"]["RosterEnrollment"][];
            waitlist: components["schemas"]["WaitlistEntry"][];
        };
        RosterEnrollment: components["schemas"]["Enrollment"] & {
            /** Format: date-time */
            cancelledAt: string | null;
            /**
             * Format: date-time
             * @description When the hold ends. Null in `holds` while the bank is processing the payment.
             */
            expiresAt: string | null;
            lateCancel: boolean | null;
            /** @description 0 for a credit, and while unpaid. */
            paidCents: number;
            /**
             * @description Null: not paid yet.
             * @enum {string|null}
             */
            paidWith: "free" | "card" | "credit" | "gift_card" | "offline" | null;
            priceCents: number;
        };
        Service: {
            /** @description Null: the provider's. */
            cancelWindowHours: number | null;
            capacity: number;
            durationMin: number;
            id: string;
            name: string;
            priceCents: number;
            tipsEnabled: boolean;
        };
        StripeState: {
            accountId: string | null;
            chargesEnabled: boolean;
            detailsSubmitted: boolean;
            payoutsEnabled: boolean;
        };
        Studio: {
            provider: {
                address: string | null;
                avatarKey: string | null;
                bio: string | null;
                /** @description The studio's; a class may have its own. */
                cancelWindowHours: number;
                /** @description False: its Stripe account is not complete. Free classes and class packs already bought still work. */
                canTakePayments: boolean;
                currency: string;
                displayName: string;
                giftCards: {
                    maxCents: number;
                    minCents: number;
                };
                handle: string;
                /** @description How long a seat is held while its customer pays. */
                holdMinutes: number;
                id: string;
                timezone: string;
            };
        };
        TipCheckout: {
            checkoutSessionId: string;
            checkoutUrl: string;
        };
        WaitlistEntry: {
            client: {
                email: string | null;
                id: string;
                name: string;
                phone: string | null;
            };
            id: string;
            /** Format: date-time */
            joinedAt: string;
            position: number;
        };
        WaitlistJoined: {
            alreadyOnWaitlist: boolean;
            /** @description For the customer's own link to leave the waitlist. */
            leaveToken: string;
            /** @description Position among the waiting clients, from 1. */
            position: number;
            waitlistEntryId: string;
        };
        WaitlistStory: {
            /** Format: date-time */
            bookedAt: string | null;
            client: {
                email: string | null;
                id: string;
                name: string;
                phone: string | null;
            };
            id: string;
            /** Format: date-time */
            joinedAt: string;
            /** Format: date-time */
            lapsedAt: string | null;
            /** Format: date-time */
            leftAt: string | null;
            /** Format: date-time */
            offeredAt: string | null;
            /** @description Among those waiting, from 1; null for those who do not wait. */
            position: number | null;
            /** @enum {string} */
            status: "waiting" | "offered" | "lapsed" | "booked" | "left" | "closed";
        };
        WebhookDelivery: {
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            endpointId: string;
            /** @description The `webhook-id` header, the same at every try. */
            eventId: string;
            id: string;
            lastError: string | null;
            /** @description Null without an answer. */
            lastStatus: number | null;
            /**
             * Format: date-time
             * @description Null unless pending.
             */
            nextAttemptAt: string | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            /** @enum {string} */
            type: "booking.held" | "booking.confirmed" | "booking.cancelled" | "booking.expired" | "booking.rescheduled" | "booking.completed" | "booking.no_show" | "waitlist.joined" | "waitlist.offered" | "waitlist.left" | "class.created" | "class.updated" | "class.cancelled" | "class.completed" | "package.purchased" | "credit.changed" | "gift_card.purchased" | "gift_card.changed" | "tip.paid" | "refund.succeeded" | "refund.failed" | "payment.disputed" | "client.created" | "client.updated" | "client.erased" | "stripe.updated" | "ping";
        };
        WebhookEndpoint: {
            /** Format: date-time */
            createdAt: string;
            description: string | null;
            /**
             * @description `gone`: it answered 410; `failing`: nothing could be delivered for five days.
             * @enum {string|null}
             */
            disabledReason: "owner" | "gone" | "failing" | null;
            /**
             * Format: date-time
             * @description The first failure since its last delivery.
             */
            failingSince: string | null;
            id: string;
            /** @enum {string} */
            status: "enabled" | "disabled";
            types: ("*" | "booking.held" | "booking.confirmed" | "booking.cancelled" | "booking.expired" | "booking.rescheduled" | "booking.completed" | "booking.no_show" | "waitlist.joined" | "waitlist.offered" | "waitlist.left" | "class.created" | "class.updated" | "class.cancelled" | "class.completed" | "package.purchased" | "credit.changed" | "gift_card.purchased" | "gift_card.changed" | "tip.paid" | "refund.succeeded" | "refund.failed" | "payment.disputed" | "client.created" | "client.updated" | "client.erased" | "stripe.updated")[];
            url: string;
        };
        WebhookEndpointCreated: {
            /** Format: date-time */
            createdAt: string;
            description: string | null;
            /**
             * @description `gone`: it answered 410; `failing`: nothing could be delivered for five days.
             * @enum {string|null}
             */
            disabledReason: "owner" | "gone" | "failing" | null;
            /**
             * Format: date-time
             * @description The first failure since its last delivery.
             */
            failingSince: string | null;
            id: string;
            /** @description Signs what is sent. Shown once. */
            secret: string;
            /** @enum {string} */
            status: "enabled" | "disabled";
            types: ("*" | "booking.held" | "booking.confirmed" | "booking.cancelled" | "booking.expired" | "booking.rescheduled" | "booking.completed" | "booking.no_show" | "waitlist.joined" | "waitlist.offered" | "waitlist.left" | "class.created" | "class.updated" | "class.cancelled" | "class.completed" | "package.purchased" | "credit.changed" | "gift_card.purchased" | "gift_card.changed" | "tip.paid" | "refund.succeeded" | "refund.failed" | "payment.disputed" | "client.created" | "client.updated" | "client.erased" | "stripe.updated")[];
            url: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeyCreated = components['schemas']['ApiKeyCreated'];
export type Appointment = components['schemas']['Appointment'];
export type Blackout = components['schemas']['Blackout'];
export type BookedInEnrollment = components['schemas']['BookedInEnrollment'];
export type Booking = components['schemas']['Booking'];
export type CancellationPreview = components['schemas']['CancellationPreview'];
export type Cancelled = components['schemas']['Cancelled'];
export type Checkout = components['schemas']['Checkout'];
export type CheckoutStatus = components['schemas']['CheckoutStatus'];
export type Class = components['schemas']['Class'];
export type ClassCancelled = components['schemas']['ClassCancelled'];
export type ClassDetail = components['schemas']['ClassDetail'];
export type Client = components['schemas']['Client'];
export type ClientDetail = components['schemas']['ClientDetail'];
export type ClientPackage = components['schemas']['ClientPackage'];
export type CustomerEnrollment = components['schemas']['CustomerEnrollment'];
export type CustomerSummary = components['schemas']['CustomerSummary'];
export type Debit = components['schemas']['Debit'];
export type Enrollment = components['schemas']['Enrollment'];
export type ErrorBody = components['schemas']['ErrorBody'];
export type Event = components['schemas']['Event'];
export type GiftCard = components['schemas']['GiftCard'];
export type GiftCardDetail = components['schemas']['GiftCardDetail'];
export type Instructor = components['schemas']['Instructor'];
export type IssuedGiftCard = components['schemas']['IssuedGiftCard'];
export type ManagedCheckout = components['schemas']['ManagedCheckout'];
export type ManagedClass = components['schemas']['ManagedClass'];
export type PackageType = components['schemas']['PackageType'];
export type PackageTypesOnSale = components['schemas']['PackageTypesOnSale'];
export type Promotion = components['schemas']['Promotion'];
export type Provider = components['schemas']['Provider'];
export type Redemption = components['schemas']['Redemption'];
export type Refund = components['schemas']['Refund'];
export type Rescheduled = components['schemas']['Rescheduled'];
export type ReschedulePreview = components['schemas']['ReschedulePreview'];
export type Roster = components['schemas']['Roster'];
export type RosterEnrollment = components['schemas']['RosterEnrollment'];
export type Service = components['schemas']['Service'];
export type StripeState = components['schemas']['StripeState'];
export type Studio = components['schemas']['Studio'];
export type TipCheckout = components['schemas']['TipCheckout'];
export type WaitlistEntry = components['schemas']['WaitlistEntry'];
export type WaitlistJoined = components['schemas']['WaitlistJoined'];
export type WaitlistStory = components['schemas']['WaitlistStory'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type WebhookEndpoint = components['schemas']['WebhookEndpoint'];
export type WebhookEndpointCreated = components['schemas']['WebhookEndpointCreated'];
export type $defs = Record<string, never>;
export interface operations {
    getCheckoutsCheckoutSessionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                checkoutSessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The checkout. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckoutStatus"];
                };
            };
        };
    };
    getClasses: {
        parameters: {
            query: {
                from: string;
                handle: string;
                /** @description Inclusive; at most 60 days from `from`. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Classes and closures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        blackouts: components["schemas"]["Blackout"][];
                        classes: components["schemas"]["Class"][];
                    };
                };
            };
        };
    };
    getClassesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The class and its provider. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassDetail"];
                };
            };
        };
    };
    postClassesIdBook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Where Checkout leads back to unpaid; must share the request's Origin. Default: `<Origin>/book/cancelled`. */
                    cancelUrl?: string | null;
                    /** @description Needed with useClientPackageId. Without a pack it only says whose record may take the name and phone given here. */
                    customerToken?: string | null;
                    /** @description An email address. */
                    email: string;
                    /** @description Pay with this gift card: the price is debited, and the seat confirmed. Not together with a class pack. */
                    giftCardCode?: string | null;
                    /** @description At most 120 characters. */
                    name: string;
                    /** @description 10 to 15 digits, in any notation. */
                    phone: string;
                    /** @description Where Checkout leads back to once paid; must share the request's Origin. Stripe puts the Checkout Session's id in place of `{CHECKOUT_SESSION_ID}`. Default: `<Origin>/book/confirm?session_id={CHECKOUT_SESSION_ID}`. */
                    successUrl?: string | null;
                    /** @description Pay with a credit of this class pack. */
                    useClientPackageId?: string | null;
                };
            };
        };
        responses: {
            /** @description Booked, or held until paid. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Booking"];
                };
            };
        };
    };
    postClassesIdWaitlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Of the customer with this email: then their own name and phone change to these. Without it they stay. */
                    customerToken?: string | null;
                    /** @description An email address. */
                    email: string;
                    /** @description At most 120 characters. */
                    name: string;
                    /** @description 10 to 15 digits, in any notation. */
                    phone: string;
                };
            };
        };
        responses: {
            /** @description The position on the waitlist. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitlistJoined"];
                };
            };
        };
    };
    getCustomerMe: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bookings, class packs, calendar feed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerSummary"];
                };
            };
        };
    };
    postCustomerSigninLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Defaults to the request's Origin; must be in the key's allowlist. */
                    customerSiteOrigin?: string | null;
                    /** @description An email address. */
                    email: string;
                    handle: string;
                };
            };
        };
        responses: {
            /** @description Always the same. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        ok: true;
                    };
                };
            };
        };
    };
    postEnrollmentsIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description At most 500 characters. */
                    cancelReason?: string | null;
                    cancelToken: string;
                    /**
                     * @description `preview` changes nothing and says what a cancellation would do now.
                     * @default commit
                     * @enum {string|null}
                     */
                    mode?: "preview" | "commit" | "" | null;
                };
            };
        };
        responses: {
            /** @description Cancelled; a repeat gets the same response. With `mode: "preview"`: what would happen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cancelled"] | components["schemas"]["CancellationPreview"];
                };
            };
        };
    };
    postEnrollmentsIdReschedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cancelToken: string;
                    /** @description The class to move to. */
                    classId: string;
                    /**
                     * @description `preview` changes nothing and says whether the booking can move.
                     * @default commit
                     * @enum {string|null}
                     */
                    mode?: "preview" | "commit" | "" | null;
                };
            };
        };
        responses: {
            /** @description Moved. With `mode: "preview"`: it could be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rescheduled"] | components["schemas"]["ReschedulePreview"];
                };
            };
        };
    };
    postGiftCardsRedeem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Your own reference; needed to commit. */
                    appointmentId?: string | null;
                    code: string;
                    /**
                     * @default preview
                     * @enum {string|null}
                     */
                    mode?: "preview" | "commit" | "" | null;
                    providerId: string;
                    requestedDebitCents: number;
                };
            };
        };
        responses: {
            /** @description What is, or would be, debited. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
                };
            };
        };
    };
    postGiftCardsStart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amountCents: number;
                    /** @description Of the customer with this email: then their own name and phone change to these. Without it they stay. */
                    customerToken?: string | null;
                    /** @description At most 500 characters. */
                    giftMessage?: string | null;
                    handle: string;
                    /** @description An email address. */
                    purchaserEmail: string;
                    /** @description At most 120 characters. */
                    purchaserName: string;
                    /** @description An email address. */
                    recipientEmail?: string | null;
                    /** @description At most 120 characters. */
                    recipientName?: string | null;
                };
            };
        };
        responses: {
            /** @description Where to pay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
        };
    };
    getManageApiKeys: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Without the keys themselves. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    allowedOrigins: string[];
                    /**
                     * @description `publishable`: one that a browser may hold. It can read and start, and never changes its kind.
                     * @default secret
                     * @enum {string|null}
                     */
                    kind?: "secret" | "publishable" | "" | null;
                    /** @description At most 120 characters. */
                    label: string;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
        };
    };
    deleteManageApiKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchManageApiKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Requests a minute over all routes; 0: any number; null: the server's default. */
                    quota: number | null;
                };
            };
        };
        responses: {
            /** @description The key, without its text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    getManageAppointments: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Appointments by time. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Appointment"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageAppointments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    client: {
                        /** @description An email address. */
                        email: string;
                        /** @description At most 120 characters. */
                        name: string;
                        /** @description 10 to 15 digits, in any notation. */
                        phone: string;
                    };
                    /** Format: date-time */
                    scheduledAt: string;
                    serviceId: string;
                };
            };
        };
        responses: {
            /** @description Booked. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
        };
    };
    postManageAppointmentsIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
        };
    };
    postManageAppointmentsIdComplete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Completed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        appointment: components["schemas"]["Appointment"];
                        tipToken: string;
                    };
                };
            };
        };
    };
    getManageBlackouts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Closures by their start. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Blackout"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageBlackouts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    allDay?: boolean;
                    /** Format: date-time */
                    endsAt: string;
                    /**
                     * @description At most 40 characters.
                     * @default closure
                     */
                    kind?: string;
                    /** @description At most 120 characters. */
                    label: string;
                    /** Format: date-time */
                    startsAt: string;
                };
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Blackout"];
                };
            };
        };
    };
    deleteManageBlackoutsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getManageCheckouts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description `disputed`: Stripe's record differs from ours, or Stripe refuses to say how the payment stands; `unknown`: a payment that is ours by Stripe's metadata, and of which there is no record, as after a restore of an older backup. */
                state?: "disputed" | "unknown";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was to be paid and how it stands, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ManagedCheckout"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getManageClasses: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                from?: string;
                /** @description Maximum number of items. */
                limit?: number;
                status?: "Scheduled" | "Cancelled" | "Completed";
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Classes by time. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ManagedClass"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageClasses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    capacity?: number;
                    durationMin?: number;
                    instructorId?: string | null;
                    /** @description Cents; 0, or at least 50. */
                    priceCents?: number | 0 | unknown;
                    /** @description At most 500 characters. */
                    publicNote?: string | null;
                    repeat?: {
                        weekly: number;
                    } | null;
                    /** Format: date-time */
                    scheduledAt: string;
                    serviceId: string;
                };
            };
        };
        responses: {
            /** @description Scheduled. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedClass"] | {
                        items: components["schemas"]["ManagedClass"][];
                    };
                };
            };
        };
    };
    getManageClassesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The class. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedClass"];
                };
            };
        };
    };
    patchManageClassesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description `following`: this class and those that follow it in its series, all of them or none.
                     * @default this
                     * @enum {string|null}
                     */
                    apply?: "this" | "following" | "" | null;
                    capacity?: number;
                    durationMin?: number;
                    instructorId?: string | null;
                    /** @description Cents; 0, or at least 50. */
                    priceCents?: number | 0 | unknown;
                    /** @description At most 500 characters. */
                    publicNote?: string | null;
                    /** Format: date-time */
                    scheduledAt?: string;
                };
            };
        };
        responses: {
            /** @description The changed class. With `apply: "following"`: all that were changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedClass"] | {
                        items: components["schemas"]["ManagedClass"][];
                    };
                };
            };
        };
    };
    postManageClassesIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description `following`: this class and those that follow it in its series, all of them or none.
                     * @default this
                     * @enum {string|null}
                     */
                    apply?: "this" | "following" | "" | null;
                };
            };
        };
        responses: {
            /** @description What was refunded and credited so far. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassCancelled"];
                };
            };
        };
    };
    postManageClassesIdComplete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The class. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedClass"];
                };
            };
        };
    };
    postManageClassesIdEnrollments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What was paid elsewhere, cents. Default: the price. */
                    amountCents?: number | null;
                    client?: {
                        /** @description Of a known client: theirs is the record. */
                        email?: string | null;
                        /** @description At most 120 characters. */
                        name: string;
                        /** @description 10 to 15 digits, in any notation. */
                        phone?: string | null;
                    } | null;
                    /** @description A known client; else `client`. */
                    clientId?: string | null;
                    /** @description The class pack whose credit pays. */
                    clientPackageId?: string | null;
                    /** @description The gift card that pays. */
                    giftCardCode?: string | null;
                    /**
                     * @description How it was paid elsewhere.
                     * @enum {string|null}
                     */
                    paidIn?: "cash" | "terminal" | "other" | "" | null;
                    /**
                     * @description `none`: free; `offline`: paid elsewhere; `link`: the seat is held and the client mailed a link to pay, which needs an email.
                     * @enum {string}
                     */
                    payment: "none" | "offline" | "credit" | "gift_card" | "link";
                };
            };
        };
        responses: {
            /** @description Booked, or held for the payment. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookedInEnrollment"];
                };
            };
        };
    };
    getManageClassesIdRoster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The roster. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Roster"];
                };
            };
        };
    };
    getManageClassesIdWaitlist: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WaitlistStory"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getManageClients: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description Part of a name, email or phone. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Clients. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Client"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageClients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An email address. */
                    email?: string | null;
                    /** @description At most 120 characters. */
                    name: string;
                    /** @description At most 2000 characters. */
                    note?: string | null;
                    /** @description 10 to 15 digits, in any notation. */
                    phone?: string | null;
                };
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
                };
            };
        };
    };
    getManageClientsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientDetail"];
                };
            };
        };
    };
    deleteManageClientsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Erased. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchManageClientsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description It can be changed or added, not removed. */
                    email?: string | null;
                    /** @description At most 120 characters. */
                    name?: string;
                    /** @description At most 2000 characters. */
                    note?: string | null;
                    /** @description 10 to 15 digits, in any notation. */
                    phone?: string | null;
                };
            };
        };
        responses: {
            /** @description The changed client. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
                };
            };
        };
    };
    postManageClientsIdCalendarFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new address. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description A calendar to subscribe to. Whoever has the address can read it. */
                        calendarFeedUrl: string;
                    };
                };
            };
        };
    };
    postManageClientsIdMerge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    intoClientId: string;
                };
            };
        };
        responses: {
            /** @description The client that has it all now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
                };
            };
        };
    };
    postManageEnrollmentsIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description At most 500 characters. */
                    reason?: string | null;
                    /**
                     * @default policy
                     * @enum {string|null}
                     */
                    refund?: "policy" | "full" | "none" | "" | null;
                };
            };
        };
        responses: {
            /** @description Cancelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cancelled"] & {
                        enrollment: components["schemas"]["Enrollment"];
                    };
                };
            };
        };
    };
    postManageEnrollmentsIdNoShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The booking. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    postManageEnrollmentsIdReschedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The class to move to. */
                    classId: string;
                    /**
                     * @description `preview` changes nothing and says whether the booking can move.
                     * @default commit
                     * @enum {string|null}
                     */
                    mode?: "preview" | "commit" | "" | null;
                };
            };
        };
        responses: {
            /** @description Moved. With `mode: "preview"`: it could be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rescheduled"] | components["schemas"]["ReschedulePreview"];
                };
            };
        };
    };
    getManageEvents: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
                type?: "booking.held" | "booking.confirmed" | "booking.cancelled" | "booking.expired" | "booking.rescheduled" | "booking.completed" | "booking.no_show" | "waitlist.joined" | "waitlist.offered" | "waitlist.left" | "class.created" | "class.updated" | "class.cancelled" | "class.completed" | "package.purchased" | "credit.changed" | "gift_card.purchased" | "gift_card.changed" | "tip.paid" | "refund.succeeded" | "refund.failed" | "payment.disputed" | "client.created" | "client.updated" | "client.erased" | "stripe.updated";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happened in the studio in the last 30 days, oldest first. What webhook endpoints are sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Event"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageEventsIdReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Only this one, whatever its types; else all that want it. */
                    endpointId?: string;
                };
            };
        };
        responses: {
            /** @description The new deliveries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                    };
                };
            };
        };
    };
    getManageGiftCards: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gift cards with their balances. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["GiftCard"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageGiftCards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amountCents: number;
                    /** @description At most 500 characters. */
                    giftMessage?: string | null;
                    /** @description An email address. */
                    purchaserEmail?: string | null;
                    /** @description At most 120 characters. */
                    purchaserName: string;
                    /** @description An email address. */
                    recipientEmail?: string | null;
                    /** @description At most 120 characters. */
                    recipientName?: string | null;
                };
            };
        };
        responses: {
            /** @description Issued. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedGiftCard"];
                };
            };
        };
    };
    getManageGiftCardsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The card. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GiftCardDetail"];
                };
            };
        };
    };
    postManageGiftCardsRedeem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Your own reference; needed to commit. */
                    appointmentId?: string | null;
                    code: string;
                    /**
                     * @default preview
                     * @enum {string|null}
                     */
                    mode?: "preview" | "commit" | "" | null;
                    requestedDebitCents: number;
                };
            };
        };
        responses: {
            /** @description What is, or would be, debited. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
                };
            };
        };
    };
    getManageInstructors: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Instructors. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Instructor"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageInstructors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description At most 120 characters. */
                    name: string;
                };
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instructor"];
                };
            };
        };
    };
    getManagePackageTypes: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Class packs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PackageType"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManagePackageTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default true */
                    active?: boolean;
                    /** @description At most 120 characters. */
                    name: string;
                    priceCents: number;
                    sessionsTotal: number;
                    /** @default null */
                    validDays?: number | null;
                };
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackageType"];
                };
            };
        };
    };
    patchManagePackageTypesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    active?: boolean;
                    /** @description At most 120 characters. */
                    name?: string;
                    priceCents?: number;
                    sessionsTotal?: number;
                    validDays?: number | null;
                };
            };
        };
        responses: {
            /** @description The changed class pack. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackageType"];
                };
            };
        };
    };
    getManageProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider, its Stripe state and settings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
        };
    };
    patchManageProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description One line, as mails and calendars show it. */
                    address?: string | null;
                    /** @description At most 500 characters. */
                    avatarKey?: string | null;
                    /** @description At most 2000 characters. */
                    bio?: string | null;
                    cancelWindowHours?: number;
                    /** @description An ISO currency code, in any case. */
                    currency?: string;
                    /** @description At most 120 characters. */
                    displayName?: string;
                    /** @description An email address. */
                    email?: string;
                    giftCardValidDays?: number | null;
                    /** @description Hours before a class; null: a day before its free cancellation ends; 0: no reminders. */
                    reminderHours?: number | null;
                    /**
                     * @description An IANA time zone. Older names of these are taken too.
                     * @enum {string}
                     */
                    timezone?: "UTC" | "Africa/Abidjan" | "Africa/Accra" | "Africa/Addis_Ababa" | "Africa/Algiers" | "Africa/Asmera" | "Africa/Bamako" | "Africa/Bangui" | "Africa/Banjul" | "Africa/Bissau" | "Africa/Blantyre" | "Africa/Brazzaville" | "Africa/Bujumbura" | "Africa/Cairo" | "Africa/Casablanca" | "Africa/Ceuta" | "Africa/Conakry" | "Africa/Dakar" | "Africa/Dar_es_Salaam" | "Africa/Djibouti" | "Africa/Douala" | "Africa/El_Aaiun" | "Africa/Freetown" | "Africa/Gaborone" | "Africa/Harare" | "Africa/Johannesburg" | "Africa/Juba" | "Africa/Kampala" | "Africa/Khartoum" | "Africa/Kigali" | "Africa/Kinshasa" | "Africa/Lagos" | "Africa/Libreville" | "Africa/Lome" | "Africa/Luanda" | "Africa/Lubumbashi" | "Africa/Lusaka" | "Africa/Malabo" | "Africa/Maputo" | "Africa/Maseru" | "Africa/Mbabane" | "Africa/Mogadishu" | "Africa/Monrovia" | "Africa/Nairobi" | "Africa/Ndjamena" | "Africa/Niamey" | "Africa/Nouakchott" | "Africa/Ouagadougou" | "Africa/Porto-Novo" | "Africa/Sao_Tome" | "Africa/Tripoli" | "Africa/Tunis" | "Africa/Windhoek" | "America/Adak" | "America/Anchorage" | "America/Anguilla" | "America/Antigua" | "America/Araguaina" | "America/Argentina/La_Rioja" | "America/Argentina/Rio_Gallegos" | "America/Argentina/Salta" | "America/Argentina/San_Juan" | "America/Argentina/San_Luis" | "America/Argentina/Tucuman" | "America/Argentina/Ushuaia" | "America/Aruba" | "America/Asuncion" | "America/Bahia" | "America/Bahia_Banderas" | "America/Barbados" | "America/Belem" | "America/Belize" | "America/Blanc-Sablon" | "America/Boa_Vista" | "America/Bogota" | "America/Boise" | "America/Buenos_Aires" | "America/Cambridge_Bay" | "America/Campo_Grande" | "America/Cancun" | "America/Caracas" | "America/Catamarca" | "America/Cayenne" | "America/Cayman" | "America/Chicago" | "America/Chihuahua" | "America/Ciudad_Juarez" | "America/Coral_Harbour" | "America/Cordoba" | "America/Costa_Rica" | "America/Coyhaique" | "America/Creston" | "America/Cuiaba" | "America/Curacao" | "America/Danmarkshavn" | "America/Dawson" | "America/Dawson_Creek" | "America/Denver" | "America/Detroit" | "America/Dominica" | "America/Edmonton" | "America/Eirunepe" | "America/El_Salvador" | "America/Fort_Nelson" | "America/Fortaleza" | "America/Glace_Bay" | "America/Godthab" | "America/Goose_Bay" | "America/Grand_Turk" | "America/Grenada" | "America/Guadeloupe" | "America/Guatemala" | "America/Guayaquil" | "America/Guyana" | "America/Halifax" | "America/Havana" | "America/Hermosillo" | "America/Indiana/Knox" | "America/Indiana/Marengo" | "America/Indiana/Petersburg" | "America/Indiana/Tell_City" | "America/Indiana/Vevay" | "America/Indiana/Vincennes" | "America/Indiana/Winamac" | "America/Indianapolis" | "America/Inuvik" | "America/Iqaluit" | "America/Jamaica" | "America/Jujuy" | "America/Juneau" | "America/Kentucky/Monticello" | "America/Kralendijk" | "America/La_Paz" | "America/Lima" | "America/Los_Angeles" | "America/Louisville" | "America/Lower_Princes" | "America/Maceio" | "America/Managua" | "America/Manaus" | "America/Marigot" | "America/Martinique" | "America/Matamoros" | "America/Mazatlan" | "America/Mendoza" | "America/Menominee" | "America/Merida" | "America/Metlakatla" | "America/Mexico_City" | "America/Miquelon" | "America/Moncton" | "America/Monterrey" | "America/Montevideo" | "America/Montserrat" | "America/Nassau" | "America/New_York" | "America/Nome" | "America/Noronha" | "America/North_Dakota/Beulah" | "America/North_Dakota/Center" | "America/North_Dakota/New_Salem" | "America/Ojinaga" | "America/Panama" | "America/Paramaribo" | "America/Phoenix" | "America/Port-au-Prince" | "America/Port_of_Spain" | "America/Porto_Velho" | "America/Puerto_Rico" | "America/Punta_Arenas" | "America/Rankin_Inlet" | "America/Recife" | "America/Regina" | "America/Resolute" | "America/Rio_Branco" | "America/Santarem" | "America/Santiago" | "America/Santo_Domingo" | "America/Sao_Paulo" | "America/Scoresbysund" | "America/Sitka" | "America/St_Barthelemy" | "America/St_Johns" | "America/St_Kitts" | "America/St_Lucia" | "America/St_Thomas" | "America/St_Vincent" | "America/Swift_Current" | "America/Tegucigalpa" | "America/Thule" | "America/Tijuana" | "America/Toronto" | "America/Tortola" | "America/Vancouver" | "America/Whitehorse" | "America/Winnipeg" | "America/Yakutat" | "Antarctica/Casey" | "Antarctica/Davis" | "Antarctica/DumontDUrville" | "Antarctica/Macquarie" | "Antarctica/Mawson" | "Antarctica/McMurdo" | "Antarctica/Palmer" | "Antarctica/Rothera" | "Antarctica/Syowa" | "Antarctica/Troll" | "Antarctica/Vostok" | "Arctic/Longyearbyen" | "Asia/Aden" | "Asia/Almaty" | "Asia/Amman" | "Asia/Anadyr" | "Asia/Aqtau" | "Asia/Aqtobe" | "Asia/Ashgabat" | "Asia/Atyrau" | "Asia/Baghdad" | "Asia/Bahrain" | "Asia/Baku" | "Asia/Bangkok" | "Asia/Barnaul" | "Asia/Beirut" | "Asia/Bishkek" | "Asia/Brunei" | "Asia/Calcutta" | "Asia/Chita" | "Asia/Colombo" | "Asia/Damascus" | "Asia/Dhaka" | "Asia/Dili" | "Asia/Dubai" | "Asia/Dushanbe" | "Asia/Famagusta" | "Asia/Gaza" | "Asia/Hebron" | "Asia/Hong_Kong" | "Asia/Hovd" | "Asia/Irkutsk" | "Asia/Jakarta" | "Asia/Jayapura" | "Asia/Jerusalem" | "Asia/Kabul" | "Asia/Kamchatka" | "Asia/Karachi" | "Asia/Katmandu" | "Asia/Khandyga" | "Asia/Krasnoyarsk" | "Asia/Kuala_Lumpur" | "Asia/Kuching" | "Asia/Kuwait" | "Asia/Macau" | "Asia/Magadan" | "Asia/Makassar" | "Asia/Manila" | "Asia/Muscat" | "Asia/Nicosia" | "Asia/Novokuznetsk" | "Asia/Novosibirsk" | "Asia/Omsk" | "Asia/Oral" | "Asia/Phnom_Penh" | "Asia/Pontianak" | "Asia/Pyongyang" | "Asia/Qatar" | "Asia/Qostanay" | "Asia/Qyzylorda" | "Asia/Rangoon" | "Asia/Riyadh" | "Asia/Saigon" | "Asia/Sakhalin" | "Asia/Samarkand" | "Asia/Seoul" | "Asia/Shanghai" | "Asia/Singapore" | "Asia/Srednekolymsk" | "Asia/Taipei" | "Asia/Tashkent" | "Asia/Tbilisi" | "Asia/Tehran" | "Asia/Thimphu" | "Asia/Tokyo" | "Asia/Tomsk" | "Asia/Ulaanbaatar" | "Asia/Urumqi" | "Asia/Ust-Nera" | "Asia/Vientiane" | "Asia/Vladivostok" | "Asia/Yakutsk" | "Asia/Yekaterinburg" | "Asia/Yerevan" | "Atlantic/Azores" | "Atlantic/Bermuda" | "Atlantic/Canary" | "Atlantic/Cape_Verde" | "Atlantic/Faeroe" | "Atlantic/Madeira" | "Atlantic/Reykjavik" | "Atlantic/South_Georgia" | "Atlantic/St_Helena" | "Atlantic/Stanley" | "Australia/Adelaide" | "Australia/Brisbane" | "Australia/Broken_Hill" | "Australia/Darwin" | "Australia/Eucla" | "Australia/Hobart" | "Australia/Lindeman" | "Australia/Lord_Howe" | "Australia/Melbourne" | "Australia/Perth" | "Australia/Sydney" | "Europe/Amsterdam" | "Europe/Andorra" | "Europe/Astrakhan" | "Europe/Athens" | "Europe/Belgrade" | "Europe/Berlin" | "Europe/Bratislava" | "Europe/Brussels" | "Europe/Bucharest" | "Europe/Budapest" | "Europe/Busingen" | "Europe/Chisinau" | "Europe/Copenhagen" | "Europe/Dublin" | "Europe/Gibraltar" | "Europe/Guernsey" | "Europe/Helsinki" | "Europe/Isle_of_Man" | "Europe/Istanbul" | "Europe/Jersey" | "Europe/Kaliningrad" | "Europe/Kiev" | "Europe/Kirov" | "Europe/Lisbon" | "Europe/Ljubljana" | "Europe/London" | "Europe/Luxembourg" | "Europe/Madrid" | "Europe/Malta" | "Europe/Mariehamn" | "Europe/Minsk" | "Europe/Monaco" | "Europe/Moscow" | "Europe/Oslo" | "Europe/Paris" | "Europe/Podgorica" | "Europe/Prague" | "Europe/Riga" | "Europe/Rome" | "Europe/Samara" | "Europe/San_Marino" | "Europe/Sarajevo" | "Europe/Saratov" | "Europe/Simferopol" | "Europe/Skopje" | "Europe/Sofia" | "Europe/Stockholm" | "Europe/Tallinn" | "Europe/Tirane" | "Europe/Ulyanovsk" | "Europe/Vaduz" | "Europe/Vatican" | "Europe/Vienna" | "Europe/Vilnius" | "Europe/Volgograd" | "Europe/Warsaw" | "Europe/Zagreb" | "Europe/Zurich" | "Indian/Antananarivo" | "Indian/Chagos" | "Indian/Christmas" | "Indian/Cocos" | "Indian/Comoro" | "Indian/Kerguelen" | "Indian/Mahe" | "Indian/Maldives" | "Indian/Mauritius" | "Indian/Mayotte" | "Indian/Reunion" | "Pacific/Apia" | "Pacific/Auckland" | "Pacific/Bougainville" | "Pacific/Chatham" | "Pacific/Easter" | "Pacific/Efate" | "Pacific/Enderbury" | "Pacific/Fakaofo" | "Pacific/Fiji" | "Pacific/Funafuti" | "Pacific/Galapagos" | "Pacific/Gambier" | "Pacific/Guadalcanal" | "Pacific/Guam" | "Pacific/Honolulu" | "Pacific/Kiritimati" | "Pacific/Kosrae" | "Pacific/Kwajalein" | "Pacific/Majuro" | "Pacific/Marquesas" | "Pacific/Midway" | "Pacific/Nauru" | "Pacific/Niue" | "Pacific/Norfolk" | "Pacific/Noumea" | "Pacific/Pago_Pago" | "Pacific/Palau" | "Pacific/Pitcairn" | "Pacific/Ponape" | "Pacific/Port_Moresby" | "Pacific/Rarotonga" | "Pacific/Saipan" | "Pacific/Tahiti" | "Pacific/Tarawa" | "Pacific/Tongatapu" | "Pacific/Truk" | "Pacific/Wake" | "Pacific/Wallis";
                    /** @description Hours before a class from which on no seat is offered automatically. */
                    waitlistCutoffHours?: number;
                    /**
                     * @description `automatic`: an open seat is offered to the first who waits, then to the next.
                     * @enum {string}
                     */
                    waitlistMode?: "manual" | "automatic";
                    /** @description How long an offer lasts. */
                    waitlistOfferMinutes?: number;
                    /** @description Whether a client who waits is booked at once with a credit of their pack. */
                    waitlistUsesPacks?: boolean;
                };
            };
        };
        responses: {
            /** @description The changed provider. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
        };
    };
    postManageProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One line, as mails and calendars show it. */
                    address?: string | null;
                    /** @description At most 500 characters. */
                    avatarKey?: string | null;
                    /** @description At most 2000 characters. */
                    bio?: string | null;
                    cancelWindowHours?: number;
                    /** @description An ISO currency code, in any case. */
                    currency?: string;
                    /** @description At most 120 characters. */
                    displayName: string;
                    /** @description An email address. */
                    email: string;
                    giftCardValidDays?: number | null;
                    handle: string;
                    /** @description Hours before a class; null: a day before its free cancellation ends; 0: no reminders. */
                    reminderHours?: number | null;
                    /**
                     * @description An IANA time zone. Older names of these are taken too.
                     * @enum {string}
                     */
                    timezone: "UTC" | "Africa/Abidjan" | "Africa/Accra" | "Africa/Addis_Ababa" | "Africa/Algiers" | "Africa/Asmera" | "Africa/Bamako" | "Africa/Bangui" | "Africa/Banjul" | "Africa/Bissau" | "Africa/Blantyre" | "Africa/Brazzaville" | "Africa/Bujumbura" | "Africa/Cairo" | "Africa/Casablanca" | "Africa/Ceuta" | "Africa/Conakry" | "Africa/Dakar" | "Africa/Dar_es_Salaam" | "Africa/Djibouti" | "Africa/Douala" | "Africa/El_Aaiun" | "Africa/Freetown" | "Africa/Gaborone" | "Africa/Harare" | "Africa/Johannesburg" | "Africa/Juba" | "Africa/Kampala" | "Africa/Khartoum" | "Africa/Kigali" | "Africa/Kinshasa" | "Africa/Lagos" | "Africa/Libreville" | "Africa/Lome" | "Africa/Luanda" | "Africa/Lubumbashi" | "Africa/Lusaka" | "Africa/Malabo" | "Africa/Maputo" | "Africa/Maseru" | "Africa/Mbabane" | "Africa/Mogadishu" | "Africa/Monrovia" | "Africa/Nairobi" | "Africa/Ndjamena" | "Africa/Niamey" | "Africa/Nouakchott" | "Africa/Ouagadougou" | "Africa/Porto-Novo" | "Africa/Sao_Tome" | "Africa/Tripoli" | "Africa/Tunis" | "Africa/Windhoek" | "America/Adak" | "America/Anchorage" | "America/Anguilla" | "America/Antigua" | "America/Araguaina" | "America/Argentina/La_Rioja" | "America/Argentina/Rio_Gallegos" | "America/Argentina/Salta" | "America/Argentina/San_Juan" | "America/Argentina/San_Luis" | "America/Argentina/Tucuman" | "America/Argentina/Ushuaia" | "America/Aruba" | "America/Asuncion" | "America/Bahia" | "America/Bahia_Banderas" | "America/Barbados" | "America/Belem" | "America/Belize" | "America/Blanc-Sablon" | "America/Boa_Vista" | "America/Bogota" | "America/Boise" | "America/Buenos_Aires" | "America/Cambridge_Bay" | "America/Campo_Grande" | "America/Cancun" | "America/Caracas" | "America/Catamarca" | "America/Cayenne" | "America/Cayman" | "America/Chicago" | "America/Chihuahua" | "America/Ciudad_Juarez" | "America/Coral_Harbour" | "America/Cordoba" | "America/Costa_Rica" | "America/Coyhaique" | "America/Creston" | "America/Cuiaba" | "America/Curacao" | "America/Danmarkshavn" | "America/Dawson" | "America/Dawson_Creek" | "America/Denver" | "America/Detroit" | "America/Dominica" | "America/Edmonton" | "America/Eirunepe" | "America/El_Salvador" | "America/Fort_Nelson" | "America/Fortaleza" | "America/Glace_Bay" | "America/Godthab" | "America/Goose_Bay" | "America/Grand_Turk" | "America/Grenada" | "America/Guadeloupe" | "America/Guatemala" | "America/Guayaquil" | "America/Guyana" | "America/Halifax" | "America/Havana" | "America/Hermosillo" | "America/Indiana/Knox" | "America/Indiana/Marengo" | "America/Indiana/Petersburg" | "America/Indiana/Tell_City" | "America/Indiana/Vevay" | "America/Indiana/Vincennes" | "America/Indiana/Winamac" | "America/Indianapolis" | "America/Inuvik" | "America/Iqaluit" | "America/Jamaica" | "America/Jujuy" | "America/Juneau" | "America/Kentucky/Monticello" | "America/Kralendijk" | "America/La_Paz" | "America/Lima" | "America/Los_Angeles" | "America/Louisville" | "America/Lower_Princes" | "America/Maceio" | "America/Managua" | "America/Manaus" | "America/Marigot" | "America/Martinique" | "America/Matamoros" | "America/Mazatlan" | "America/Mendoza" | "America/Menominee" | "America/Merida" | "America/Metlakatla" | "America/Mexico_City" | "America/Miquelon" | "America/Moncton" | "America/Monterrey" | "America/Montevideo" | "America/Montserrat" | "America/Nassau" | "America/New_York" | "America/Nome" | "America/Noronha" | "America/North_Dakota/Beulah" | "America/North_Dakota/Center" | "America/North_Dakota/New_Salem" | "America/Ojinaga" | "America/Panama" | "America/Paramaribo" | "America/Phoenix" | "America/Port-au-Prince" | "America/Port_of_Spain" | "America/Porto_Velho" | "America/Puerto_Rico" | "America/Punta_Arenas" | "America/Rankin_Inlet" | "America/Recife" | "America/Regina" | "America/Resolute" | "America/Rio_Branco" | "America/Santarem" | "America/Santiago" | "America/Santo_Domingo" | "America/Sao_Paulo" | "America/Scoresbysund" | "America/Sitka" | "America/St_Barthelemy" | "America/St_Johns" | "America/St_Kitts" | "America/St_Lucia" | "America/St_Thomas" | "America/St_Vincent" | "America/Swift_Current" | "America/Tegucigalpa" | "America/Thule" | "America/Tijuana" | "America/Toronto" | "America/Tortola" | "America/Vancouver" | "America/Whitehorse" | "America/Winnipeg" | "America/Yakutat" | "Antarctica/Casey" | "Antarctica/Davis" | "Antarctica/DumontDUrville" | "Antarctica/Macquarie" | "Antarctica/Mawson" | "Antarctica/McMurdo" | "Antarctica/Palmer" | "Antarctica/Rothera" | "Antarctica/Syowa" | "Antarctica/Troll" | "Antarctica/Vostok" | "Arctic/Longyearbyen" | "Asia/Aden" | "Asia/Almaty" | "Asia/Amman" | "Asia/Anadyr" | "Asia/Aqtau" | "Asia/Aqtobe" | "Asia/Ashgabat" | "Asia/Atyrau" | "Asia/Baghdad" | "Asia/Bahrain" | "Asia/Baku" | "Asia/Bangkok" | "Asia/Barnaul" | "Asia/Beirut" | "Asia/Bishkek" | "Asia/Brunei" | "Asia/Calcutta" | "Asia/Chita" | "Asia/Colombo" | "Asia/Damascus" | "Asia/Dhaka" | "Asia/Dili" | "Asia/Dubai" | "Asia/Dushanbe" | "Asia/Famagusta" | "Asia/Gaza" | "Asia/Hebron" | "Asia/Hong_Kong" | "Asia/Hovd" | "Asia/Irkutsk" | "Asia/Jakarta" | "Asia/Jayapura" | "Asia/Jerusalem" | "Asia/Kabul" | "Asia/Kamchatka" | "Asia/Karachi" | "Asia/Katmandu" | "Asia/Khandyga" | "Asia/Krasnoyarsk" | "Asia/Kuala_Lumpur" | "Asia/Kuching" | "Asia/Kuwait" | "Asia/Macau" | "Asia/Magadan" | "Asia/Makassar" | "Asia/Manila" | "Asia/Muscat" | "Asia/Nicosia" | "Asia/Novokuznetsk" | "Asia/Novosibirsk" | "Asia/Omsk" | "Asia/Oral" | "Asia/Phnom_Penh" | "Asia/Pontianak" | "Asia/Pyongyang" | "Asia/Qatar" | "Asia/Qostanay" | "Asia/Qyzylorda" | "Asia/Rangoon" | "Asia/Riyadh" | "Asia/Saigon" | "Asia/Sakhalin" | "Asia/Samarkand" | "Asia/Seoul" | "Asia/Shanghai" | "Asia/Singapore" | "Asia/Srednekolymsk" | "Asia/Taipei" | "Asia/Tashkent" | "Asia/Tbilisi" | "Asia/Tehran" | "Asia/Thimphu" | "Asia/Tokyo" | "Asia/Tomsk" | "Asia/Ulaanbaatar" | "Asia/Urumqi" | "Asia/Ust-Nera" | "Asia/Vientiane" | "Asia/Vladivostok" | "Asia/Yakutsk" | "Asia/Yekaterinburg" | "Asia/Yerevan" | "Atlantic/Azores" | "Atlantic/Bermuda" | "Atlantic/Canary" | "Atlantic/Cape_Verde" | "Atlantic/Faeroe" | "Atlantic/Madeira" | "Atlantic/Reykjavik" | "Atlantic/South_Georgia" | "Atlantic/St_Helena" | "Atlantic/Stanley" | "Australia/Adelaide" | "Australia/Brisbane" | "Australia/Broken_Hill" | "Australia/Darwin" | "Australia/Eucla" | "Australia/Hobart" | "Australia/Lindeman" | "Australia/Lord_Howe" | "Australia/Melbourne" | "Australia/Perth" | "Australia/Sydney" | "Europe/Amsterdam" | "Europe/Andorra" | "Europe/Astrakhan" | "Europe/Athens" | "Europe/Belgrade" | "Europe/Berlin" | "Europe/Bratislava" | "Europe/Brussels" | "Europe/Bucharest" | "Europe/Budapest" | "Europe/Busingen" | "Europe/Chisinau" | "Europe/Copenhagen" | "Europe/Dublin" | "Europe/Gibraltar" | "Europe/Guernsey" | "Europe/Helsinki" | "Europe/Isle_of_Man" | "Europe/Istanbul" | "Europe/Jersey" | "Europe/Kaliningrad" | "Europe/Kiev" | "Europe/Kirov" | "Europe/Lisbon" | "Europe/Ljubljana" | "Europe/London" | "Europe/Luxembourg" | "Europe/Madrid" | "Europe/Malta" | "Europe/Mariehamn" | "Europe/Minsk" | "Europe/Monaco" | "Europe/Moscow" | "Europe/Oslo" | "Europe/Paris" | "Europe/Podgorica" | "Europe/Prague" | "Europe/Riga" | "Europe/Rome" | "Europe/Samara" | "Europe/San_Marino" | "Europe/Sarajevo" | "Europe/Saratov" | "Europe/Simferopol" | "Europe/Skopje" | "Europe/Sofia" | "Europe/Stockholm" | "Europe/Tallinn" | "Europe/Tirane" | "Europe/Ulyanovsk" | "Europe/Vaduz" | "Europe/Vatican" | "Europe/Vienna" | "Europe/Vilnius" | "Europe/Volgograd" | "Europe/Warsaw" | "Europe/Zagreb" | "Europe/Zurich" | "Indian/Antananarivo" | "Indian/Chagos" | "Indian/Christmas" | "Indian/Cocos" | "Indian/Comoro" | "Indian/Kerguelen" | "Indian/Mahe" | "Indian/Maldives" | "Indian/Mauritius" | "Indian/Mayotte" | "Indian/Reunion" | "Pacific/Apia" | "Pacific/Auckland" | "Pacific/Bougainville" | "Pacific/Chatham" | "Pacific/Easter" | "Pacific/Efate" | "Pacific/Enderbury" | "Pacific/Fakaofo" | "Pacific/Fiji" | "Pacific/Funafuti" | "Pacific/Galapagos" | "Pacific/Gambier" | "Pacific/Guadalcanal" | "Pacific/Guam" | "Pacific/Honolulu" | "Pacific/Kiritimati" | "Pacific/Kosrae" | "Pacific/Kwajalein" | "Pacific/Majuro" | "Pacific/Marquesas" | "Pacific/Midway" | "Pacific/Nauru" | "Pacific/Niue" | "Pacific/Norfolk" | "Pacific/Noumea" | "Pacific/Pago_Pago" | "Pacific/Palau" | "Pacific/Pitcairn" | "Pacific/Ponape" | "Pacific/Port_Moresby" | "Pacific/Rarotonga" | "Pacific/Saipan" | "Pacific/Tahiti" | "Pacific/Tarawa" | "Pacific/Tongatapu" | "Pacific/Truk" | "Pacific/Wake" | "Pacific/Wallis";
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ownerToken: string;
                        provider: components["schemas"]["Provider"];
                    };
                };
            };
        };
    };
    postManageProvidersHandleOwnerToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                handle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Replaced. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ownerToken: string;
                        provider: components["schemas"]["Provider"];
                    };
                };
            };
        };
    };
    getManageRefunds: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
                /** @description `owed`: something is left for the owner to pay. */
                state?: "intent" | "pending" | "succeeded" | "failed" | "owed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One for each payment of which something was due, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Refund"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageRefundsIdPaidByHand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The refund as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
        };
    };
    getManageServices: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Services. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Service"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageServices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    cancelWindowHours?: number | null;
                    /** @default 1 */
                    capacity?: number;
                    durationMin: number;
                    /** @description At most 120 characters. */
                    name: string;
                    /** @description Cents; 0, or at least 50. */
                    priceCents: number | 0 | unknown;
                    /** @default true */
                    tipsEnabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"];
                };
            };
        };
    };
    patchManageServicesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    cancelWindowHours?: number | null;
                    capacity?: number;
                    durationMin?: number;
                    /** @description At most 120 characters. */
                    name?: string;
                    /** @description Cents; 0, or at least 50. */
                    priceCents?: number | 0 | unknown;
                    tipsEnabled?: boolean;
                };
            };
        };
        responses: {
            /** @description The changed service. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"];
                };
            };
        };
    };
    getManageStripe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account's state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StripeState"];
                };
            };
        };
    };
    postManageStripeOnboarding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uri */
                    refreshUrl: string;
                    /** Format: uri */
                    returnUrl: string;
                };
            };
        };
        responses: {
            /** @description A single-use address at Stripe. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string;
                    };
                };
            };
        };
    };
    deleteManageWaitlistId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    postManageWaitlistIdPromote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Promoted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
        };
    };
    getManageWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Without their secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookEndpoint"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description At most 200 characters.
                     * @default null
                     */
                    description?: string | null;
                    /** @description `*` is all types, also those to come. */
                    types: ("*" | ("booking.held" | "booking.confirmed" | "booking.cancelled" | "booking.expired" | "booking.rescheduled" | "booking.completed" | "booking.no_show" | "waitlist.joined" | "waitlist.offered" | "waitlist.left" | "class.created" | "class.updated" | "class.cancelled" | "class.completed" | "package.purchased" | "credit.changed" | "gift_card.purchased" | "gift_card.changed" | "tip.paid" | "refund.succeeded" | "refund.failed" | "payment.disputed" | "client.created" | "client.updated" | "client.erased" | "stripe.updated"))[];
                    url: string;
                };
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointCreated"];
                };
            };
        };
    };
    getManageWebhookEndpointsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
        };
    };
    deleteManageWebhookEndpointsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted, with its deliveries. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchManageWebhookEndpointsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description At most 200 characters. */
                    description?: string | null;
                    /** @enum {string} */
                    status?: "enabled" | "disabled";
                    /** @description `*` is all types, also those to come. */
                    types?: ("*" | ("booking.held" | "booking.confirmed" | "booking.cancelled" | "booking.expired" | "booking.rescheduled" | "booking.completed" | "booking.no_show" | "waitlist.joined" | "waitlist.offered" | "waitlist.left" | "class.created" | "class.updated" | "class.cancelled" | "class.completed" | "package.purchased" | "credit.changed" | "gift_card.purchased" | "gift_card.changed" | "tip.paid" | "refund.succeeded" | "refund.failed" | "payment.disputed" | "client.created" | "client.updated" | "client.erased" | "stripe.updated"))[];
                    url?: string;
                };
            };
        };
        responses: {
            /** @description The changed endpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
        };
    };
    getManageWebhookEndpointsIdDeliveries: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the previous page. */
                cursor?: string;
                /** @description Maximum number of items. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deliveries of the last 30 days. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    postManageWebhookEndpointsIdRotate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint with its new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointCreated"];
                };
            };
        };
    };
    postManageWebhookEndpointsIdTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, which is under way. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
        };
    };
    getPackageTypes: {
        parameters: {
            query: {
                handle: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The class packs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackageTypesOnSale"];
                };
            };
        };
    };
    postPackagesStart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Of the customer with this email: then their own name and phone change to these. Without it they stay. */
                    customerToken?: string | null;
                    /** @description An email address. */
                    email: string;
                    handle: string;
                    /** @description At most 120 characters. */
                    name: string;
                    packageTypeId: string;
                    /** @description 10 to 15 digits, in any notation. */
                    phone?: string | null;
                };
            };
        };
        responses: {
            /** @description Where to pay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
        };
    };
    getProvider: {
        parameters: {
            query: {
                handle: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The studio. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Studio"];
                };
            };
        };
    };
    postTipStart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amountCents: number;
                    token: string;
                };
            };
        };
        responses: {
            /** @description Where to pay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TipCheckout"];
                };
            };
        };
    };
    postWaitlistIdLeave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Instead: of the customer who waits. */
                    customerToken?: string | null;
                    leaveToken?: string | null;
                };
            };
        };
        responses: {
            /** @description Always the same. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        ok: true;
                    };
                };
            };
        };
    };
}
