import assert from "node:assert/strict";
import { deviceName } from "../../../src/console/signin/device_name.ts";

Deno.test("devices are named in words", () => {
  assert.equal(
    deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"),
    "Safari on iPhone",
  );
  assert.equal(
    deviceName("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"),
    "Chrome on Linux",
  );
  assert.equal(deviceName(""), "A browser");
});
