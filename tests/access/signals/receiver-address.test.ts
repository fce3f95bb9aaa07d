/** Which addresses an administrator may make the console ask, in every spelling. */
import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { refusedAddress, refusedEndpoint } from "@/access/signals/receiver-address";

const REFUSED = { allowsLoopback: false };
const ALLOWED = { allowsLoopback: true };

test.each([
  "127.0.0.1",
  "127.255.0.9",
  "0.0.0.0",
  "0.1.2.3",
  "::1",
  "::",
  "0:0:0:0:0:0:0:1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::127.0.0.1",
  "64:ff9b::127.0.0.1",
  "2002:7f00:1::",
])("%s is this machine, which the operator may allow", (address) => {
  expect(refusedAddress(address, REFUSED)).toBe("loopback");
  expect(refusedAddress(address, ALLOWED)).toBeNull();
});

test("every address of this machine is this machine", () => {
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  expect(own.length).toBeGreaterThan(0);
  for (const { address } of own) expect(refusedAddress(address, REFUSED)).not.toBeNull();
});

test.each([
  "169.254.169.254",
  "169.254.0.1",
  "fe80::1",
  "fe80::1%eth0",
  "::ffff:169.254.169.254",
  "64:ff9b::a9fe:a9fe",
  "2002:a9fe:a9fe::1",
  "fd00:ec2::254",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "224.0.0.1",
  "255.255.255.255",
  "ff02::1",
])("%s is never asked", (address) => {
  expect(refusedAddress(address, REFUSED)).toBe("reserved");
  expect(refusedAddress(address, ALLOWED)).toBe("reserved");
});

test.each([
  "203.0.113.7",
  "10.255.255.254",
  "192.168.254.253",
  "172.31.255.254",
  "100.64.0.9",
  "fd12:3456::9",
  "2001:db8::7",
  "::ffff:10.255.255.254",
  "64:ff9b::203.0.113.7",
])("%s may be asked", (address) => {
  expect(refusedAddress(address, REFUSED)).toBeNull();
});

test.each([
  ["https://localhost/", "loopback"],
  ["https://LOCALHOST.:8443/", "loopback"],
  ["http://events.localhost/", "loopback"],
  ["http://0x7f000001/", "loopback"],
  ["https://127.1/", "loopback"],
  ["https://[::ffff:127.0.0.1]/", "loopback"],
  ["https://[fe80::1]/", "reserved"],
  ["https://2852039166/", "reserved"],
  ["https://localhost.example.com/", null],
  ["https://portal.example.com/", null],
  ["https://10.255.255.254/", null],
])("an endpoint at %s: %s", (endpoint, why) => {
  expect(refusedEndpoint(endpoint, REFUSED)).toBe(why);
});
