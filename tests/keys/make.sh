#!/bin/sh
# Makes the test keys of this folder with openssl and ssh-keygen.
#
# Nothing runs this in a test: every run makes other keys, and the recorded vectors hold only for
# the committed ones. To make one more key, copy the lines that are needed. To replace everything,
# empty the folder first, run this, and run tests/peers/generate.py after it.
#
# Made with OpenSSL 3.0 and OpenSSH 9.2.
set -eu
cd "$(dirname "$0")"
umask 022

passphrase='pass:correct horse'

if [ -e rsa-2048.pkcs1.pem ]; then
    echo "make.sh: there are keys here already; the committed vectors belong to them" >&2
    exit 1
fi

# The public half of $1 as SubjectPublicKeyInfo, named after $2.
public_half() {
    openssl pkey -in "$1" -pubout -out "$2.public.pem"
    openssl pkey -in "$1" -pubout -outform DER -out "$2.public.der"
}

# RSA keys CloudFront takes or once took, in the four encodings of a private key.
for name in rsa-1024 rsa-2048 rsa-2048-b rsa-3072 rsa-4096; do
    bits=$(echo "$name" | cut -d- -f2)
    openssl genrsa -traditional -out "$name.pkcs1.pem" "$bits"
    openssl rsa -in "$name.pkcs1.pem" -traditional -outform DER -out "$name.pkcs1.der"
    openssl pkcs8 -topk8 -nocrypt -in "$name.pkcs1.pem" -out "$name.pkcs8.pem"
    openssl pkcs8 -topk8 -nocrypt -in "$name.pkcs1.pem" -outform DER -out "$name.pkcs8.der"
    public_half "$name.pkcs1.pem" "$name"
    openssl rsa -in "$name.pkcs1.pem" -RSAPublicKey_out -out "$name.public-pkcs1.pem"
done

# ECDSA P-256. "ecparam -genkey" writes the EC PARAMETERS block that many tutorials end up with.
openssl ecparam -name prime256v1 -genkey -out p256.sec1-with-parameters.pem
openssl ec -in p256.sec1-with-parameters.pem -out p256.sec1.pem
openssl ec -in p256.sec1.pem -no_public -out p256.sec1-no-public.pem
openssl ec -in p256.sec1.pem -outform DER -out p256.sec1.der
openssl pkcs8 -topk8 -nocrypt -in p256.sec1.pem -out p256.pkcs8.pem
openssl pkcs8 -topk8 -nocrypt -in p256.sec1.pem -outform DER -out p256.pkcs8.der
public_half p256.sec1.pem p256

openssl ecparam -name prime256v1 -genkey -noout -out p256-b.sec1.pem
openssl pkcs8 -topk8 -nocrypt -in p256-b.sec1.pem -out p256-b.pkcs8.pem
public_half p256-b.sec1.pem p256-b

# The same two keys behind a passphrase: PKCS#8 with PBES2, then the older "Proc-Type" form.
for pair in rsa-2048:rsa-2048.pkcs1.pem p256:p256.sec1.pem; do
    name=${pair%%:*} from=${pair#*:}
    openssl pkcs8 -topk8 -v2 aes-256-cbc -passout "$passphrase" -in "$from" -out "$name.pkcs8-aes256.pem"
    openssl pkcs8 -topk8 -v2 aes-256-cbc -passout "$passphrase" -in "$from" -outform DER -out "$name.pkcs8-aes256.der"
    openssl pkcs8 -topk8 -v2 aes-128-cbc -passout "$passphrase" -in "$from" -out "$name.pkcs8-aes128.pem"
    openssl pkcs8 -topk8 -v2 des3 -passout "$passphrase" -in "$from" -out "$name.pkcs8-des3.pem"
    for cipher in aes128 aes256 des3; do
        case $name in
            rsa-*) openssl rsa -traditional "-$cipher" -passout "$passphrase" -in "$from" -out "$name.legacy-$cipher.pem" ;;
            *) openssl ec "-$cipher" -passout "$passphrase" -in "$from" -out "$name.legacy-$cipher.pem" ;;
        esac
    done
done

# Keys CloudFront does not take.
for pair in p384:secp384r1 p521:secp521r1 secp256k1:secp256k1; do
    name=${pair%%:*}
    openssl ecparam -name "${pair#*:}" -genkey -noout -out "$name.sec1.pem"
    openssl pkcs8 -topk8 -nocrypt -in "$name.sec1.pem" -out "$name.pkcs8.pem"
    openssl pkey -in "$name.sec1.pem" -pubout -out "$name.public.pem"
done
for name in ed25519 x25519; do
    openssl genpkey -algorithm "$name" -out "$name.pkcs8.pem"
    openssl pkey -in "$name.pkcs8.pem" -pubout -out "$name.public.pem"
done
openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:2048 -out dsa-parameters.tmp
openssl genpkey -paramfile dsa-parameters.tmp -out dsa-2048.pkcs8.pem
rm dsa-parameters.tmp
openssl pkey -in dsa-2048.pkcs8.pem -traditional -out dsa-2048.traditional.pem
openssl pkey -in dsa-2048.pkcs8.pem -pubout -out dsa-2048.public.pem
openssl genrsa -traditional -out rsa-512.pkcs1.pem 512
openssl pkcs8 -topk8 -nocrypt -in rsa-512.pkcs1.pem -out rsa-512.pkcs8.pem
openssl rsa -in rsa-512.pkcs1.pem -pubout -out rsa-512.public.pem
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out rsa-pss-2048.pkcs8.pem
openssl pkey -in rsa-pss-2048.pkcs8.pem -pubout -out rsa-pss-2048.public.pem

# Files that hold a key of ours, but not in a form to sign with.
openssl req -new -x509 -key rsa-2048.pkcs1.pem -subj '/CN=cfsign test' -days 3650 -out rsa-2048.certificate.pem
openssl req -new -x509 -key p256.sec1.pem -subj '/CN=cfsign test' -days 3650 -out p256.certificate.pem
openssl req -new -key rsa-2048.pkcs1.pem -subj '/CN=cfsign test' -out rsa-2048.certificate-request.pem

# ssh-keygen -p rewrites a PEM key in place as an OpenSSH one.
openssh_form() {
    cp "$1" "$2.openssh" && chmod 600 "$2.openssh"
    ssh-keygen -q -p -P '' -N "$3" -C 'cfsign test' -f "$2.openssh"
    chmod 644 "$2.openssh"
}
openssh_form rsa-2048.pkcs1.pem rsa-2048 ''
openssh_form p256.sec1.pem p256 ''
openssh_form rsa-2048.pkcs1.pem rsa-2048-encrypted 'correct horse'
ssh-keygen -q -t ed25519 -N '' -C 'cfsign test' -f ed25519.openssh
mv ed25519.openssh.pub ed25519.ssh-public && chmod 644 ed25519.openssh
ssh-keygen -i -m PKCS8 -f rsa-2048.public.pem > rsa-2048.ssh-public
ssh-keygen -i -m PKCS8 -f p256.public.pem > p256.ssh-public
ssh-keygen -e -m RFC4716 -f rsa-2048.ssh-public | sed 's/^Comment:.*/Comment: "cfsign test"/' > rsa-2048.ssh2-public

# A PuTTY file has this shape; the body is filler, not a key.
cat > putty.ppk <<'END'
PuTTY-User-Key-File-3: ssh-rsa
Encryption: none
Comment: cfsign test
Public-Lines: 2
bm90IGEga2V5LCBvbmx5IHRoZSBzaGFwZSBvZiBhIFB1VFRZIGZpbGUsIHdpdGgg
ZmlsbGVyIHdoZXJlIHRoZSBwdWJsaWMga2V5IHdvdWxkIGJlIHdyaXR0ZW4u
Private-Lines: 1
bm90IGEga2V5IGVpdGhlcg==
Private-MAC: 0000000000000000000000000000000000000000000000000000000000000000
END

# JSON Web Keys of the same two keys.
# shellcheck disable=SC2016 # a JavaScript template
node --input-type=module -e '
    import { createPrivateKey } from "node:crypto";
    import { readFileSync, writeFileSync } from "node:fs";
    for (const [file, name] of [["rsa-2048.pkcs1.pem", "rsa-2048"], ["p256.sec1.pem", "p256"]]) {
        const jwk = createPrivateKey(readFileSync(file)).export({ format: "jwk" });
        writeFileSync(`${name}.jwk.json`, JSON.stringify(jwk, null, 2) + "\n");
    }
'
