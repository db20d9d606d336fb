'use strict'
// What is packed, as the tools see it that know how packages go wrong: publint, Are the types wrong?, and
// the compiler of TypeScript.

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { readdirSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { test } = require('node:test')
const ts = require('typescript')
const manifest = require('cfsign/package.json')
const { root } = require('./vectors.js')

const PACKED = join(root, 'target', 'npm')
const TOOLS = join(dirname(require.resolve('typescript/package.json')), '..')
const INSTALLED = dirname(require.resolve('cfsign/package.json'))
const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json')

const tarballs = readdirSync(PACKED).filter((name) => /^cfsign.*\.tgz$/.test(name))
const main = `cfsign-${manifest.version}.tgz`

function run(tool, ...given) {
  const command = join(TOOLS, '.bin', tool)
  const options = { cwd: PACKED, encoding: 'utf8', shell: process.platform === 'win32' }
  const { status, stdout, stderr } = spawnSync(command, given, options)
  return { status, stdout, said: `${stdout}${stderr}` }
}

test('publint suggests nothing', () => {
  assert(tarballs.includes(main))
  assert(tarballs.length >= 2, 'the package and at least one addon')
  for (const tarball of tarballs) {
    const { status, said } = run('publint', 'run', tarball, '--strict', '--level', 'suggestion')
    assert.equal(status, 0, said)
    assert.match(said, /All good!/)
  }
})

test('every entry has its types, however they are looked up', () => {
  const { status, stdout, said } = run('attw', main, '--format', 'json')
  assert.equal(status, 0, said)
  const { analysis } = JSON.parse(stdout)
  assert.deepEqual(analysis.problems, [])
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), Object.keys(manifest.exports).sort())
  for (const { resolutions } of Object.values(analysis.entrypoints)) {
    const ways = Object.entries(resolutions).filter(([, found]) => found.resolution)
    assert.deepEqual(ways.map(([way]) => way).sort(), ['bundler', 'node10', 'node16-cjs', 'node16-esm'])
  }
})

test('the addon is that of the C library which Node has', () => {
  const { glibcVersionRuntime } = process.report.getReport().header
  const wanted = { linux: `-${glibcVersionRuntime ? 'gnu' : 'musl'}`, win32: '-msvc' }[process.platform] ?? ''
  const { target } = require(join(INSTALLED, 'platform.js'))
  assert.equal(target(), `${process.platform}-${process.arch}${wanted}`)
})

/** The values, types aside, that a file of declarations exports. */
function declared(file) {
  const options = { module: ts.ModuleKind.NodeNext, strict: true, types: [] }
  const program = ts.createProgram([file], options)
  const checker = program.getTypeChecker()
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)))
  const isValue = (symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    return target.flags & ts.SymbolFlags.Value
  }
  return symbols.filter(isValue).map((symbol) => symbol.name).sort()
}

for (const entry of entries) {
  const name = join('cfsign', entry)
  test(`${name} exports what its types say`, async () => {
    const { import: imported, require: required } = manifest.exports[entry]
    assert.deepEqual(Object.keys(require(name)).sort(), declared(join(INSTALLED, required.types)))
    assert.deepEqual(Object.keys(await import(name)).sort(), declared(join(INSTALLED, imported.types)))
  })
}

for (const [lookup, module] of [
  ['bundler', 'esnext'],
  ['node10', 'commonjs'],
]) {
  test(`the programs of the tests compile with the lookup of ${lookup}`, () => {
    const given = ['--moduleResolution', lookup, '--module', module, '--noEmit', '--esModuleInterop']
    const programs = join(__dirname, 'module')
    const { status, said } = run('tsc', '-p', programs, '--typeRoots', join(TOOLS, '@types'), ...given)
    assert.equal(status, 0, said)
  })
}
