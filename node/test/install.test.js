'use strict'
// How the package fares where something is missing: the addon, the command, a platform that nobody built for.

const assert = require('node:assert/strict')
const { spawn, spawnSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const { once } = require('node:events')
const { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } = require('node:fs')
const { createServer } = require('node:http')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { after, before, test } = require('node:test')
const { target } = require('../node_modules/cfsign/platform.js')
const { version } = require('cfsign')
const { root } = require('./vectors.js')

const INSTALLED = dirname(require.resolve('cfsign/package.json'))
const PACKED = join(root, 'target', 'npm')

let folder
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'cfsign-install-'))
  cpSync(INSTALLED, join(folder, 'node_modules', 'cfsign'), { recursive: true })
})
after(() => rmSync(folder, { recursive: true }))

const run = (code, options = {}) =>
  spawnSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8', ...options })

test('without its addon the package says which is missing, and why', () => {
  const { status, stderr } = run("require('cfsign')")
  assert.equal(status, 1)
  assert.match(stderr, new RegExp(`cfsign has no addon for ${target()} here. Install the package cfsign-${target()}`))
  assert.match(stderr, new RegExp(`The cause: Cannot find module 'cfsign-${target()}'`))
})

test('an addon that does not load says so in the words of the system', () => {
  const place = join(folder, 'node_modules', `cfsign-${target()}`)
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), JSON.stringify({ main: 'broken.node' }))
  writeFileSync(join(place, 'broken.node'), 'this is no library')
  const { status, stderr } = run("require('cfsign')")
  rmSync(place, { recursive: true })
  assert.equal(status, 1)
  assert.match(stderr, /The cause: .*broken\.node: (file too short|invalid ELF header|.*not a (mach-o|valid Win32).*)/i)
})

test('on a platform without an addon the package says which there are', () => {
  const code = "Object.defineProperty(process, 'platform', { value: 'sunos' }); require('cfsign')"
  const { status, stderr } = run(code)
  assert.equal(status, 1)
  assert.match(stderr, /no addon for sunos-x64 here.* The cause: there are addons for linux-x64-gnu, linux-x64-musl, /)
})

test('a package for a platform holds one file beside its papers, and no more than 3 MB', () => {
  const place = join(PACKED, 'packages', `cfsign-${target()}`)
  const names = readdirSync(place).sort()
  const papers = ['LICENSE-APACHE', 'LICENSE-MIT', 'LICENSE-THIRD-PARTY', 'README.md']
  assert.deepEqual(names, [...papers, `cfsign.${target()}.node`, 'package.json'])
  const size = names.reduce((sum, name) => sum + statSync(join(place, name)).size, 0)
  assert.ok(size < 3_000_000, `${size} bytes`)
})

test('the addon of every platform is looked for by its whole name, which packers follow', () => {
  const text = readFileSync(join(INSTALLED, 'native.js'), 'utf8')
  const cases = [...text.matchAll(/case '([\w-]+)':\n +return require\('cfsign-([\w-]+)'\)/g)]
  const platforms = require('../node_modules/cfsign/platforms.json')
  assert.deepEqual(cases.map(([, name]) => name), platforms.map((platform) => platform.target))
  assert.ok(cases.every(([, name, required]) => name === required))
})

test('every package has its licences, and nothing that was to be filled in', () => {
  for (const name of readdirSync(PACKED).filter((name) => /^cfsign.*\.tgz$/.test(name))) {
    const listed = spawnSync('tar', ['tzf', join(PACKED, name)], { encoding: 'utf8' }).stdout
    const compiled = /\/cfsign(\.\S+\.node)?$/m.test(listed) ? ['LICENSE-THIRD-PARTY'] : []
    for (const licence of ['LICENSE-APACHE', 'LICENSE-MIT', ...compiled]) {
      assert.match(listed, new RegExp(`/${licence}$`, 'm'), name)
    }
  }
  for (const document of ['README.md', 'docs/moving.md']) {
    assert.doesNotMatch(readFileSync(join(INSTALLED, document), 'utf8'), /@[A-Z]{3,}@/)
  }
})

test('nothing runs when the packages are installed', () => {
  for (const name of readdirSync(join(PACKED, 'packages'))) {
    const manifest = JSON.parse(readFileSync(join(PACKED, 'packages', name, 'package.json')))
    assert.equal(manifest.scripts, undefined, name)
    assert.equal(manifest.dependencies, undefined, name)
  }
})

/** A registry that has the command of this machine, and nothing else. */
async function registry() {
  const name = `cfsign-command-${target()}`
  const tarball = readFileSync(join(PACKED, `${name}-${version}.tgz`))
  const manifest = JSON.parse(readFileSync(join(PACKED, 'packages', name, 'package.json')))
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  const asked = []
  const server = createServer((request, response) => {
    asked.push(request.url)
    if (request.url.endsWith('.tgz')) return response.end(tarball)
    if (request.url !== `/${name}`) return response.writeHead(404).end('{}')
    const dist = { integrity, tarball: `http://127.0.0.1:${server.address().port}/${name}.tgz` }
    const versions = { [version]: { ...manifest, dist } }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, asked, url: `http://127.0.0.1:${server.address().port}` }
}

test('npx cfsign has npm fetch the command where it is not installed', async () => {
  const { server, asked, url } = await registry()
  const env = {
    ...process.env,
    npm_config_registry: url,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_audit: 'false',
    npm_config_yes: 'true',
    npm_config_update_notifier: 'false',
  }
  try {
    const given = [join(folder, 'node_modules', 'cfsign', 'bin', 'cfsign.js'), '--version']
    const command = spawn(process.execPath, given, { cwd: folder, env })
    let said = ''
    for (const stream of [command.stdout, command.stderr]) stream.on('data', (part) => (said += part))
    const [code] = await once(command, 'close')
    assert.equal(code, 0, said)
    assert.match(said, new RegExp(`^cfsign ${version.replaceAll('.', '\\.')}$`, 'm'))
    assert.ok(asked.some((path) => path.endsWith('.tgz')))
  } finally {
    server.close()
  }
})

test('the command gets its arguments and signals, and its exit code is passed on', async () => {
  const command = [join(INSTALLED, 'bin', 'cfsign.js')]
  const refused = spawnSync(process.execPath, [...command, 'sign', 'not a url', '--unknown'], { encoding: 'utf8' })
  assert.equal(refused.status, 2)
  assert.match(refused.stderr, /--unknown/)
  const keyFile = join(root, 'tests', 'keys', 'rsa-2048.public.pem')
  const edge = ['edge', '--public-key', `K2JCJMDEHXQW5F=${keyFile}`, '--listen', '127.0.0.1:0', '--origin', __dirname]
  const running = spawn(process.execPath, [...command, ...edge])
  let said = ''
  const listens = new Promise((resolve) => {
    const hear = (part) => /127\.0\.0\.1:\d/.test((said += part)) && resolve()
    running.stdout.on('data', hear)
    running.stderr.on('data', hear)
  })
  const closed = once(running, 'close')
  await Promise.race([listens, closed])
  assert.equal(running.exitCode, null, said)
  running.kill('SIGTERM')
  const [code] = await closed
  assert.ok([0, 143].includes(code), `${code}: ${said}`)
})

test('the release workflow builds every platform that packages are packed for', () => {
  const workflow = readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8')
  const built = [...workflow.matchAll(/^ +- \{ target: ([\w-]+),/gm)].map(([, name]) => name)
  const platforms = require('../node_modules/cfsign/platforms.json')
  assert.deepEqual(built.sort(), platforms.map((platform) => platform.target).sort())
})
