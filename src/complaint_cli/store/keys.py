"""Keys and signatures in OpenSSH's forms: made here, and checked by anybody's ``ssh-keygen -Y verify``.

Ed25519 alone. A private key is kept encrypted under a passphrase (argon2id, then a secretbox).
"""

from __future__ import annotations

import json
import os
import re
from binascii import a2b_base64, b2a_base64

from complaint_cli.errors import UsageError
from complaint_cli.messages.keys import Keys
from complaint_cli.text.near import name_key
from complaint_cli.text.tuples import NamedTuple

NAMESPACE = "complaint-ledger@1"
SHORTEST = 12
"""The fewest characters of a passphrase."""

_KIND = "ssh-ed25519"
_OPERATIONS, _MEMORY = 2, 64 * 1024 * 1024
"""What argon2id is given: some 65 ms, once a command."""


class Key(NamedTuple):
    """A person's key, unlocked: whose, the public half as OpenSSH writes it (base64), the seed."""

    person: str
    public: str
    seed: bytes

    def sign(self, message: bytes) -> str:
        """Return the signature over a message in this ledger's namespace, base64."""
        from nacl import bindings

        _, secret = bindings.crypto_sign_seed_keypair(self.seed)
        return _base64(bindings.crypto_sign(_signed(message), secret)[:64])


def new(person: str) -> Key:
    """Make a key by chance alone."""
    from nacl import bindings

    seed = os.urandom(32)
    public, _ = bindings.crypto_sign_seed_keypair(seed)
    return Key(person, _base64(_packed(_KIND.encode(), public)), seed)


def locked(key: Key, passphrase: str) -> str:
    """Return a key as its file keeps it; UsageError where the passphrase is too short."""
    from nacl import bindings

    if len(passphrase) < SHORTEST:
        raise UsageError(Keys.SHORT, shortest=SHORTEST)
    salt, nonce = os.urandom(16), os.urandom(24)
    box = bindings.crypto_secretbox(key.seed, nonce, _stretched(passphrase, salt, _OPERATIONS, _MEMORY))
    parts = {"salt": salt.hex(), "operations": _OPERATIONS, "memory": _MEMORY, "nonce": nonce.hex(), "box": box.hex()}
    return json.dumps({"complaint_key": 1, "person": key.person, "public": key.public, **parts}, ensure_ascii=False)


def owner(text: str) -> tuple[str, str]:
    """Return whose key a file holds, and the public half; UsageError where it is no key file."""
    try:
        kept = json.loads(text)
        return str(kept["person"]), str(kept["public"])
    except (ValueError, TypeError, KeyError):
        raise UsageError(Keys.NO_KEY_FILE) from None


def unlocked(text: str, passphrase: str) -> Key:
    """Return the key in a file; UsageError where it is no key file, or another passphrase's."""
    from nacl import bindings
    from nacl.exceptions import CryptoError

    person, public = owner(text)
    try:
        kept = json.loads(text)
        salt, nonce, box = (bytes.fromhex(kept[name]) for name in ("salt", "nonce", "box"))
        stretched = _stretched(passphrase, salt, kept["operations"], kept["memory"])
        key = Key(person, public, bindings.crypto_secretbox_open(box, nonce, stretched))
        same = _packed(_KIND.encode(), bindings.crypto_sign_seed_keypair(key.seed)[0]) == _bytes(public)
    except (ValueError, TypeError, KeyError):
        raise UsageError(Keys.NO_KEY_FILE) from None
    except CryptoError:
        raise UsageError(Keys.WRONG_PASSPHRASE) from None
    if not same:
        raise UsageError(Keys.NO_KEY_FILE)
    return key


def good(public: str, message: bytes, signature: str) -> bool:
    """Whether a signature is this key's over this message, in this ledger's namespace."""
    from nacl import bindings
    from nacl.exceptions import CryptoError

    try:
        bindings.crypto_sign_open(_bytes(signature) + _signed(message), _raw(public))
    except (CryptoError, ValueError, TypeError):
        return False
    return True


def public_in(text: str, file: object) -> str:
    """Return the key of an OpenSSH public line, base64; UsageError with the file's name where it is no Ed25519 key."""
    words = text.split()
    if len(words) < 2 or words[0] != _KIND:
        raise UsageError(Keys.NO_PUBLIC_KEY, file=file)
    try:
        _raw(words[1])
    except ValueError:
        raise UsageError(Keys.NO_PUBLIC_KEY, file=file) from None
    return words[1]


def public_line(person: str, public: str) -> str:
    """Return a key as OpenSSH's ``.pub`` files hold it."""
    return f"{_KIND} {public} {name_key(person)}"


def signer_line(person: str, public: str) -> str:
    """Return a key as OpenSSH's ``allowed_signers`` lists it."""
    return f'"{person}" namespaces="{NAMESPACE}" {_KIND} {public}'


def fingerprint(public: str) -> str:
    """Return what a person compares, as ``ssh-keygen -l`` prints it."""
    from hashlib import sha256

    return "SHA256:" + _base64(sha256(_bytes(public)).digest()).rstrip("=")


def keys_listed(text: str, file: object) -> dict[str, str]:
    """Return the keys of an ``allowed_signers`` list, each with whose it is; UsageError for a file that is none."""
    found = re.findall(rf'^(?:"([^"]+)"|(\S+)) .*?{_KIND} (\S+)', text, re.M)
    try:
        for _, _, key in found:
            _raw(key)
    except ValueError:
        raise UsageError(Keys.NO_LIST, file=file) from None
    if text.strip() and not found:
        raise UsageError(Keys.NO_LIST, file=file)
    return {key: quoted or bare for quoted, bare, key in found}


def armoured(public: str, signature: str) -> str:
    """Return a signature as ``ssh-keygen -Y verify`` reads it."""
    inner = _packed(_KIND.encode(), _bytes(signature))
    blob = b"SSHSIG\0\0\0\1" + _packed(_bytes(public), NAMESPACE.encode(), b"", b"sha512", inner)
    text = _base64(blob)
    lines = "\n".join(text[at : at + 70] for at in range(0, len(text), 70))
    return f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"


def _signed(message: bytes) -> bytes:
    """What SSHSIG signs of a message."""
    from hashlib import sha512

    return b"SSHSIG" + _packed(NAMESPACE.encode(), b"", b"sha512", sha512(message).digest())


def _packed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _raw(public: str) -> bytes:
    blob = _bytes(public)
    if len(blob) != 51 or blob[:-32] != _packed(_KIND.encode(), bytes(32))[:-32]:
        raise ValueError(public)
    return blob[-32:]


def _bytes(text: str) -> bytes:
    return a2b_base64(text, strict_mode=True)


def _base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()


def _stretched(passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13

    if not 0 < memory <= 1 << 30:
        raise ValueError(memory)
    phrase = passphrase.encode()
    return crypto_pwhash_alg(32, phrase, salt, operations, memory, crypto_pwhash_ALG_ARGON2ID13)
