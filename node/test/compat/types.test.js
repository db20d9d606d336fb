'use strict'

// The same TypeScript programs are compiled twice: against the originals, and with the names of the
// originals standing for ours.

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const os = require('node:os')
const path = require('node:path')
const { test } = require('node:test')
const { PACKAGE, PEERS } = require('./support.js')

const PROGRAMS = path.join(__dirname, 'types')
const COMPAT = path.join(PACKAGE, 'compat')
const TSC = require.resolve('typescript/bin/tsc')
const NODE_TYPES = path.resolve(require.resolve('@types/node/package.json'), '../..')

const PACKAGES = {
  '@aws-sdk/cloudfront-signer': 'aws-sdk',
  'aws-sdk': 'aws-sdk-v2',
  'aws-cloudfront-sign': 'aws-cloudfront-sign',
}

/** The types of an original; `aws-sdk` has its own beside `main`. */
function typesOf(name) {
  const manifest = createRequire(path.join(PEERS, 'package.json')).resolve(`${name}/package.json`)
  const { types, main } = JSON.parse(readFileSync(manifest))
  return path.join(path.dirname(manifest), types ?? main.replace(/\.js$/, '.d.ts'))
}

function compile(files, paths, options = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cfsign-types-'))
  try {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      module: 'nodenext',
      typeRoots: [NODE_TYPES],
      types: ['node'],
      paths,
      ...options,
    }
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    const { status, stdout } = spawnSync(process.execPath, [TSC, '-p', folder], { encoding: 'utf8' })
    assert.equal(stdout, '')
    assert.equal(status, 0)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const programs = Object.values(PACKAGES).map((name) => path.join(PROGRAMS, `${name}.ts`))

const mapped = (typesOfPackage) =>
  Object.fromEntries(Object.entries(PACKAGES).map(([name, own]) => [name, [typesOfPackage(name, own)]]))

test('the programs compile against the originals', () => {
  // Their own declarations need newer or older libraries than these programs do.
  compile(programs, mapped(typesOf), { skipLibCheck: true })
})

test('the programs compile unchanged against the stand-ins, for require and for import', () => {
  compile(
    programs,
    mapped((_, own) => path.join(COMPAT, `${own}.d.ts`)),
  )
  compile(
    programs,
    mapped((_, own) => path.join(COMPAT, `${own}.d.mts`)),
  )
})

test('the types are those of the originals', () => {
  const paths = { ...mapped(typesOf), 'ours/*': [path.join(COMPAT, '*.d.ts')] }
  compile([path.join(PROGRAMS, 'same.ts')], paths, { skipLibCheck: true })
})

test('the stand-ins have all types with the strictest settings, and a default export for import', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cfsign-types-'))
  const program = path.join(folder, 'program.mts')
  const imports = Object.values(PACKAGES).map((own, i) => `import all${i} from '${own}'`)
  const uses = [
    "export const url: string = all0.getSignedUrl({ url: 'https://a/b', keyPairId: 'K', privateKey: 'p', dateLessThan: 1 })",
    "export const signer = new all1.CloudFront.Signer('K', 'p')",
    "export const cookies: Record<string, string> = all2.getSignedCookies('https://a/b', { keypairId: 'K' })",
    '// @ts-expect-error there is no client here',
    'export const client = new all1.CloudFront()',
  ]
  writeFileSync(program, [...imports, ...uses, ''].join('\n'))
  try {
    const paths = Object.fromEntries(
      Object.values(PACKAGES).map((own) => [own, [path.join(COMPAT, `${own}.d.mts`)]]),
    )
    compile([program], paths, { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
