'use strict'
// What signing from Node costs, beside the Rust core, Node's own crypto and the packages people come from.
//
//     make bench-node

const assert = require('node:assert/strict')
const { execFileSync, spawnSync } = require('node:child_process')
const crypto = require('node:crypto')
const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const os = require('node:os')
const path = require('node:path')
const { monitorEventLoopDelay, performance } = require('node:perf_hooks')
const { setTimeout: sleep } = require('node:timers/promises')
const { Signer, version } = require('cfsign')
const { getSignedUrl: dropIn } = require('cfsign/aws-sdk')
const oldSdk = require('cfsign/aws-sdk-v2')
const community = require('cfsign/aws-cloudfront-sign')
const { Core, block, compare, median, report, tell } = require('./timing.js')

const ROOT = path.resolve(__dirname, '../..')
const PEERS = path.join(ROOT, 'target/peers/node/package.json')
const URL = 'https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg'
const EXPIRES = 1_767_290_400
const ID = 'K2JCJMDEHXQW5F'

const keyText = (name) => readFileSync(path.join(ROOT, 'tests/keys', name), 'utf8')
const many = Array.from({ length: 2000 }, (_, page) => `${URL}?page=${page}`)

/** An original; aws-sdk 2 says that its maintenance has ended. */
function peer(name) {
  process.removeAllListeners('warning')
  return createRequire(PEERS)(name)
}

const options = (privateKey) => ({ url: URL, keyPairId: ID, privateKey, dateLessThan: EXPIRES * 1000 })

async function besideTheSdk() {
  const { getSignedUrl: theirs } = peer('@aws-sdk/cloudfront-signer')
  for (const [kind, name, goal] of [['RSA 2048', 'rsa-2048.pkcs1.pem', 3], ['P-256', 'p256.pkcs8.pem', 10]]) {
    const given = options(keyText(name))
    if (kind === 'RSA 2048') assert.equal(dropIn(given), theirs(given))
    const { ratio, first, second } = await compare(
      () => block(() => theirs(given)),
      () => block(() => dropIn(given)),
    )
    report(`@aws-sdk/cloudfront-signer / cfsign/aws-sdk, ${kind}, PEM in each call`, ratio, goal, 'x', { least: true })
    tell('  they take', first, 'us')
    tell('  we take', second, 'us')
  }
}

async function besideNode() {
  const pem = keyText('rsa-2048.pkcs8.pem')
  const given = options(pem)
  const keyObject = crypto.createPrivateKey(pem)
  const statement = { Resource: URL, Condition: { DateLessThan: { 'AWS:EpochTime': EXPIRES } } }
  const policy = Buffer.from(JSON.stringify({ Statement: [statement] }))
  const raw = () => block(() => crypto.sign('RSA-SHA1', policy, keyObject))
  const signer = Signer.fromPem(pem, { keyPairId: ID })
  const drop = await compare(() => block(() => dropIn(given)), raw)
  report('cfsign/aws-sdk, PEM in each call / crypto.sign with a KeyObject', drop.ratio, 1.05, 'x')
  const own = await compare(() => block(() => signer.signUrl(URL, { expires: EXPIRES })), raw)
  report('signUrl / crypto.sign with a KeyObject', own.ratio, 1.05, 'x')
}

async function besideTheCore(core) {
  const rsa = Signer.fromPem(keyText('rsa-2048.pkcs8.pem'), { keyPairId: ID })
  const { ratio } = await compare(
    () => block(() => rsa.signUrl(URL, { expires: EXPIRES })),
    () => core.block('sign-url', 'rsa-2048.pkcs8.pem'),
  )
  report('signUrl with RSA 2048 / the Rust core', ratio, 1.03, 'x')
  const pem = keyText('p256.pkcs8.pem')
  const signer = Signer.fromPem(pem, { keyPairId: ID })
  const when = new Date(EXPIRES * 1000)
  const given = options(pem)
  for (const [what, work] of [
    ['signUrl above the private-key operation, until seconds', () => signer.signUrl(URL, { expires: EXPIRES })],
    ['signUrl above the private-key operation, until a Date', () => signer.signUrl(URL, { expires: when })],
    ['cfsign/aws-sdk above the private-key operation, PEM in each call', () => dropIn(given)],
  ]) {
    const { above } = await compare(
      () => block(work),
      () => core.block('operation', 'p256.pkcs8.pem'),
    )
    report(what, above, 3, 'us')
  }
}

async function besideTheOthers() {
  const pem = keyText('rsa-2048.pkcs1.pem')
  const v2 = { url: URL, expires: EXPIRES }
  const theirSigner = new (peer('aws-sdk').CloudFront.Signer)(ID, pem)
  const ourSigner = new oldSdk.CloudFront.Signer(ID, pem)
  const given = { keypairId: ID, privateKeyString: pem, expireTime: Date.now() + 3_600_000 }
  const theirs = peer('aws-cloudfront-sign')
  for (const [name, original, ours] of [
    ['aws-sdk 2 / cfsign/aws-sdk-v2', () => theirSigner.getSignedUrl(v2), () => ourSigner.getSignedUrl(v2)],
    [
      'aws-cloudfront-sign / cfsign/aws-cloudfront-sign',
      () => theirs.getSignedUrl(URL, given),
      () => community.getSignedUrl(URL, given),
    ],
  ]) {
    assert.equal(ours(), original())
    const { ratio } = await compare(() => block(original), () => block(ours))
    tell(`${name}, RSA 2048`, ratio, 'x')
  }
}

/** Milliseconds that `work` takes, and the largest delay of the event loop meanwhile. */
async function watched(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await sleep(20)
  delay.reset()
  // It measures from one turn to the next.
  await sleep(5)
  const start = performance.now()
  await work()
  const took = performance.now() - start
  await sleep(20)
  delay.disable()
  return { took, largest: delay.max / 1e6 }
}

async function eventLoop() {
  const pem = keyText('rsa-2048.pkcs1.pem')
  const signer = Signer.fromPem(pem, { keyPairId: ID })
  const { getSignedUrl } = peer('@aws-sdk/cloudfront-signer')
  const theirs = () => watched(() => many.forEach((url) => getSignedUrl({ ...options(pem), url })))
  const ours = (threads) => watched(() => signer.signUrls(many, { expires: EXPIRES, threads }))
  const found = { theirs: [], 1: [], 2: [] }
  for (let round = 0; round < 9; round += 1) {
    found.theirs.push(await theirs())
    found[1].push(await ours(1))
    found[2].push(await ours(2))
  }
  const middle = (rounds, of) => median(rounds.map((round) => round[of]))
  const largest = (rounds) => Math.max(...rounds.map((round) => round.largest))
  const faster = (threads) => median(found.theirs.map((round, index) => round.took / found[threads][index].took))
  tell('2,000 URLs with @aws-sdk/cloudfront-signer: they take', middle(found.theirs, 'took'), 'ms')
  tell('  the largest delay of the event loop', middle(found.theirs, 'largest'), 'ms')
  for (const threads of [1, 2]) {
    const name = threads === 1 ? 'one thread' : 'two threads'
    report(`2,000 URLs with signUrls on ${name}: largest delay of 9 times`, largest(found[threads]), 20, 'ms')
    tell('  the loop over @aws-sdk/cloudfront-signer / signUrls', faster(threads), 'x')
  }
}

async function inThreads(program) {
  const cores = [new Core(program), new Core(program)]
  /** The time for one signature, where that many processes sign at once. */
  const processes = async (count) => {
    const times = []
    for (let turn = 0; turn < 20; turn += 1) {
      const turns = cores.slice(0, count).map((core) => core.block('sign-url', 'rsa-2048.pkcs8.pem'))
      times.push(...(await Promise.all(turns)))
    }
    return times.reduce((sum, time) => sum + time, 0) / times.length / count
  }
  const machine = await compare(() => processes(1), () => processes(2), 9)
  tell('what this machine gives: one process of the core / two', machine.ratio, 'x')
  for (const core of cores) core.end()
  const signer = Signer.fromPem(keyText('rsa-2048.pkcs8.pem'), { keyPairId: ID })
  const batch = async (threads) => {
    const start = performance.now()
    await signer.signUrls(many, { expires: EXPIRES, threads })
    return performance.now() - start
  }
  const { ratio } = await compare(() => batch(1), () => batch(2), 9)
  report('signUrls on one thread / on two', ratio, 1.8, 'x', { least: true })
}

async function loading() {
  const from = (place) => (name) => {
    const code =
      `const load = require('node:module').createRequire(${JSON.stringify(place)});` +
      `const start = performance.now(); load('${name}'); console.log(performance.now() - start)`
    return Number(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }))
  }
  const [ours, theirs] = [from(require.resolve('cfsign')), from(PEERS)]
  const core = await compare(() => ours('cfsign'), () => theirs('@aws-sdk/cloudfront-signer'))
  const drop = await compare(() => ours('cfsign/aws-sdk'), () => theirs('@aws-sdk/cloudfront-signer'), 15)
  report("require('cfsign')", core.first, 10, 'ms')
  report("require('cfsign/aws-sdk')", drop.first, 10, 'ms')
  tell("require('@aws-sdk/cloudfront-signer')", core.second, 'ms')
}

/** What signs alone runs on one core: two of a virtual machine may run at two speeds. */
async function alone(program) {
  const core = new Core(program)
  await besideTheSdk()
  await besideNode()
  await besideTheCore(core)
  await besideTheOthers()
  core.end()
}

async function main(part) {
  const program = path.join(ROOT, 'target/release/examples/core_blocks')
  if (part === 'alone') return alone(program)
  console.log(`cfsign ${version}, Node ${process.versions.node}, ${os.cpus()[0].model}`)
  const again = [process.execPath, __filename, 'alone']
  const pinned = spawnSync('taskset', ['-c', String(os.cpus().length - 1), ...again], { stdio: 'inherit' })
  if (pinned.error) await alone(program)
  await eventLoop()
  await inThreads(program)
  await loading()
}

main(process.argv[2])
