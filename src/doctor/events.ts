/** Events: every one was delivered to, or is owed to, every endpoint that wanted it. */
import { ask } from "./question.ts";

export const EVENTS = [
  ask(
    "event %s: %s wanted it, and it is neither delivered nor owed",
    ["e.id", "w.id"],
    `FROM webhook_endpoints w JOIN json_each(w.types) t JOIN events e ON e.provider_id = w.provider_id AND e.seq > w.wants_after
       AND e.type <> 'ping' AND t.value IN ('*', e.type)
     WHERE w.status = 'enabled' AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.event_id = e.id AND d.endpoint_id = w.id)`,
  ),
  ask(
    "delivery %s: still to be made, but its endpoint is %s",
    ["d.id", "w.status"],
    `FROM webhook_deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id
     WHERE d.next_attempt_at IS NOT NULL AND w.status <> 'enabled'`,
  ),
  ask(
    "delivery %s: failed after %s tries, though its endpoint was on and nothing said that it is gone",
    ["d.id", "d.attempts"],
    `FROM webhook_deliveries d WHERE d.state = 'failed' AND d.attempts < 10 AND d.last_status IS NOT 410
       AND d.last_error <> 'The endpoint was disabled.'`,
  ),
];
