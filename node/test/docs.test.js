'use strict'
// The README from top to bottom as one program, and both sides of each diff of docs/moving.md.

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { test } = require('node:test')
const { root } = require('./vectors.js')
const { PEERS } = require('./compat/support.js')
const { createRequire } = require('node:module')
const { pathToFileURL } = require('node:url')

const blocks = (name) =>
  [...readFileSync(join(root, 'node', name), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({
    language,
    text,
  }))

/** Runs `code` as an ES module in a folder of the project, where packages are found. */
function run(code) {
  const folder = mkdtempSync(join(__dirname, 'docs-'))
  try {
    copyFileSync(join(root, 'tests/keys/rsa-2048.pkcs8.pem'), join(folder, 'rsa.pem'))
    writeFileSync(join(folder, 'program.mjs'), code)
    const env = { ...process.env, NODE_NO_WARNINGS: '1' }
    const { status, stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], { cwd: folder, encoding: 'utf8', env })
    assert.equal(status, 0, stderr)
    return stdout.trim()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('the README runs, and prints what it says', () => {
  const all = blocks('README.md').filter(({ language }) => ['js', 'text'].includes(language))
  const mark = '---- end of a block'
  const code = all.filter(({ language }) => language === 'js').map(({ text }) => `${text}\nconsole.log('${mark}')\n`)
  const printed = run(`${code.join('')}await server.ready(); await server.close()`).split(mark)
  let ran = -1
  let compared = 0
  for (const { language, text } of all) {
    if (language === 'js') {
      ran += 1
      continue
    }
    const pattern = text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '[^]*?')
    assert.match(printed[ran].trim(), new RegExp(`^${pattern}$`))
    compared += 1
  }
  assert.deepEqual([ran + 1, compared], [11, 6])
})

test('the README of the project', () => {
  const code = blocks('../README.md').filter(({ language }) => language === 'js')
  assert.equal(code.length, 1)
  const key = "import { copyFileSync } from 'node:fs'\ncopyFileSync('rsa.pem', 'demo.private.pem')\n"
  assert.match(run(`${key}${code[0].text}\nconsole.log(url)`), /&Key-Pair-Id=K2JCJMDEHXQW5F$/)
})

test('cookies in docs/moving.md', () => {
  const [code, more] = blocks('docs/moving.md').filter(({ language }) => language === 'js')
  assert.equal(more, undefined)
  const before = [
    "import { OutgoingMessage } from 'node:http'",
    "import { Signer } from 'cfsign'",
    "const signer = Signer.fromFile('rsa.pem', { keyPairId: 'K2JCJMDEHXQW5F' })",
    'const response = new OutgoingMessage()',
  ]
  const after = "console.log(response.getHeader('Set-Cookie').map((line) => line.replace(/=.*; D/, '; D')).join('\\n'))"
  const lines = run(`${before.join('\n')}\n${code.text}\n${after}`).split('\n')
  const names = ['CloudFront-Policy', 'CloudFront-Signature', 'CloudFront-Key-Pair-Id']
  assert.deepEqual(lines, names.map((name) => `${name}; Domain=example.com; Path=/; Secure; HttpOnly; SameSite=Lax`))
})

/** What the two sides of a diff are. */
const side = (text, sign) =>
  text
    .split('\n')
    .filter((line) => line.startsWith(sign) || line.startsWith(' ') || line === '')
    .map((line) => line.slice(1))
    .join('\n')

const signature = (url) => decodeURIComponent(new URL(url).searchParams.get('Signature'))

test('each move in docs/moving.md gives the same URL, or one with the same signature', () => {
  const moves = blocks('docs/moving.md').filter(({ language }) => language === 'diff')
  assert.equal(moves.length, 6)
  const peers = createRequire(join(PEERS, 'package.json'))
  for (const { text } of moves) {
    const [before, after] = ['-', '+'].map((sign) => {
      const code = side(text, sign).replace(/from '((?:@aws-sdk\/)?[\w-]+)'/, (whole, name) =>
        name === 'cfsign' ? whole : `from '${pathToFileURL(peers.resolve(name))}'`,
      )
      const key = "import { readFileSync } from 'node:fs'\nconst privateKey = readFileSync('rsa.pem', 'utf8')\n"
      return run(`${key}${code}\nconsole.log(url)`)
    })
    if (text.includes("'cfsign/")) assert.equal(after, before)
    else assert.equal(signature(after), signature(before))
  }
})
