// Runs the Node packages: reads {"now", "keys", "cases"} on standard input, writes one result for each
// case on standard output: {"signed_url"} or {"cookies"}, or {"error", "error_type"}.
//
// It is run from the folder that the packages are installed in.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const input = JSON.parse(readFileSync(0, "utf8"));
stopTheClock(input.now);
process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = "1";

const require = createRequire(join(process.cwd(), "package.json"));
const v3 = require("@aws-sdk/cloudfront-signer");
const v2 = require("aws-sdk/clients/cloudfront");
const cloudfrontSign = require("aws-cloudfront-sign");

const peers = { aws_sdk_js_v3: runV3, aws_sdk_js_v2: runV2, aws_cloudfront_sign: runCloudfrontSign };
process.stdout.write(JSON.stringify(input.cases.map(runCase)));

function runCase(given) {
  try {
    return peers[given.peer](given);
  } catch (error) {
    return { error: error.message, error_type: error.name };
  }
}

// aws-cloudfront-sign compares expiry times with the clock; the vectors must not depend on the day.
function stopTheClock(now) {
  const RealDate = Date;
  globalThis.Date = class Date extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [now] : given));
    }
    static now() {
      return now;
    }
  };
}

function keyPath(name) {
  return join(input.keys, name);
}

function keyText(given) {
  return given.key === undefined ? undefined : readFileSync(keyPath(given.key), "utf8");
}

// The JavaScript value that an entry of "peer_arguments" stands for.
function decodeArgument(value) {
  if (value === null || typeof value !== "object") return value;
  if ("date" in value) return new Date(value.date);
  if ("undefined" in value) return undefined;
  if ("key_path" in value) return keyPath(value.key_path);
  throw new TypeError(`no such argument form: ${JSON.stringify(value)}`);
}

function argumentsOf(given) {
  const entries = Object.entries(given.peer_arguments ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, decodeArgument(value)]));
}

function withoutUndefined(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function milliseconds(epoch) {
  return epoch === undefined ? undefined : epoch * 1000;
}

function instant(epoch) {
  return epoch === undefined ? undefined : new Date(epoch * 1000);
}

// Cookie values as strings, and whether the package gave the expiry time as a number.
function cookieResult(cookies) {
  const strings = Object.fromEntries(Object.entries(cookies).map(([name, value]) => [name, String(value)]));
  const isNumber = typeof cookies["CloudFront-Expires"] === "number";
  return { cookies: strings, ...(isNumber ? { expires_is_number: true } : {}) };
}

function runV3(given) {
  const options = withoutUndefined({
    url: given.url,
    keyPairId: given.key_pair_id,
    privateKey: keyText(given),
    algorithm: given.hash_algorithm === "SHA256" ? "SHA256" : undefined,
    policy: given.raw_policy,
    dateLessThan: instant(given.date_less_than),
    dateGreaterThan: instant(given.date_greater_than),
    ipAddress: given.ip_address,
    ...argumentsOf(given),
  });
  if (given.operation === "cookies") return cookieResult(v3.getSignedCookies(options));
  return { signed_url: v3.getSignedUrl(options) };
}

function runV2(given) {
  const { keyPairId, privateKey, callback, ...others } = {
    keyPairId: given.key_pair_id,
    privateKey: keyText(given),
    callback: false,
    ...argumentsOf(given),
  };
  const signer = new v2.Signer(keyPairId, privateKey);
  const chosen = given.raw_policy === undefined ? { expires: given.date_less_than } : { policy: given.raw_policy };
  const options = withoutUndefined({ url: given.url, ...chosen, ...others });
  const method = given.operation === "cookies" ? "getSignedCookie" : "getSignedUrl";
  const result = callback ? callWithCallback(signer, method, options) : signer[method](options);
  return given.operation === "cookies" ? cookieResult(result) : { signed_url: result };
}

// The callback is called before the method returns.
function callWithCallback(signer, method, options) {
  let outcome;
  signer[method](options, (error, result) => {
    outcome = { error, result };
  });
  if (outcome.error) throw outcome.error;
  return outcome.result;
}

function runCloudfrontSign(given) {
  const options = {
    keypairId: given.key_pair_id,
    privateKeyString: keyText(given),
    expireTime: milliseconds(given.date_less_than),
    ipRange: given.ip_address,
    ...argumentsOf(given),
  };
  const { function: name = given.operation === "cookies" ? "getSignedCookies" : "getSignedUrl", ...rest } = options;
  const result = cloudfrontSign[name](given.url, withoutUndefined(rest));
  return given.operation === "cookies" ? cookieResult(result) : { signed_url: result };
}
