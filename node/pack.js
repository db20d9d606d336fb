'use strict'
// Puts the packages together under target/npm/packages: the package itself, and the one that holds the
// addon for this machine. Each has a README and the licences.

const { copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const manifest = require('./package.json')

const { arch, platform, report } = process
const EXTENSIONS = { darwin: 'dylib', linux: 'so', win32: 'dll' }

/** The name that native.js looks for, and what npm is told of where it fits. */
function target() {
  if (platform !== 'linux') return { name: `${platform}-${arch}${platform === 'win32' ? '-msvc' : ''}`, fits: {} }
  const gnu = Boolean(report.getReport().header.glibcVersionRuntime)
  return { name: `linux-${arch}-${gnu ? 'gnu' : 'musl'}`, fits: { libc: [gnu ? 'glibc' : 'musl'] } }
}

function main(out) {
  const root = join(__dirname, '..')
  const { name, fits } = target()
  const folder = (of) => {
    const path = join(out, 'packages', of)
    mkdirSync(path, { recursive: true })
    for (const file of ['LICENSE-APACHE', 'LICENSE-MIT']) copyFileSync(join(root, file), join(path, file))
    return path
  }
  const write = (path, content) => writeFileSync(join(path, 'package.json'), `${JSON.stringify(content, null, 2)}\n`)

  const addon = `cfsign-${name}`
  const own = folder(addon)
  const file = `cfsign.${name}.node`
  const prefix = platform === 'win32' ? '' : 'lib'
  copyFileSync(join(root, 'target', 'dist', `${prefix}cfsign_node.${EXTENSIONS[platform]}`), join(own, file))
  writeFileSync(join(own, 'README.md'), `The addon of [cfsign](https://www.npmjs.com/package/cfsign) for ${name}.\n`)
  const { version, license, engines } = manifest
  const description = `The addon of cfsign for ${name}`
  write(own, { name: addon, version, description, license, engines, main: file, files: [file], os: [platform], cpu: [arch], ...fits })

  const main = folder('cfsign')
  for (const entry of readdirSync(__dirname)) {
    if (/^(bin|compat|lib)$|^(index|testing|native)\.|^README\.md$/.test(entry)) {
      cpSync(join(__dirname, entry), join(main, entry), { recursive: true })
    }
  }
  write(main, { ...manifest, optionalDependencies: { [addon]: version } })
}

main(process.argv[2])
