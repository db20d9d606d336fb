'use strict'
// What the first signature of a process costs in Node: loading the package, the key, the call.
//
//     node first.js CASE

const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const path = require('node:path')
const { performance } = require('node:perf_hooks')

const ROOT = path.resolve(__dirname, '../../..')
const ID = 'K2JCJMDEHXQW5F'
const URL = 'https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg'
const EXPIRES = 2_051_222_400
const pem = readFileSync(path.join(ROOT, 'tests/keys/rsa-2048.pkcs1.pem'), 'utf8')
const fromPeers = createRequire(path.join(ROOT, 'target/peers/node/package.json'))

function given({ getSignedUrl }) {
  const options = { url: URL, keyPairId: ID, privateKey: pem, dateLessThan: EXPIRES * 1000 }
  return () => () => getSignedUrl(options)
}

const cases = {
  nothing: () => () => () => undefined,
  cfsign() {
    const { Signer } = require('cfsign')
    return () => {
      const signer = Signer.fromPem(pem, { keyPairId: ID })
      return () => signer.signUrl(URL, { expires: EXPIRES })
    }
  },
  'compat-aws-sdk': () => given(require('cfsign/aws-sdk')),
  'aws-sdk': () => given(fromPeers('@aws-sdk/cloudfront-signer')),
}

/** Nanoseconds, and what came out. */
function timed(work) {
  const start = performance.now()
  const made = work()
  return [Math.round((performance.now() - start) * 1e6), made]
}

const [imported, load] = timed(cases[process.argv[2]])
const [loaded, sign] = timed(load)
const [first] = timed(sign)
const { user, system } = process.cpuUsage()
const memory = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
const next = Math.min(...Array.from({ length: 20 }, () => timed(sign)[0]))
const used = (user + system) * 1e3
console.log(JSON.stringify({ import: imported, load: loaded, first, next, used, memory }))
