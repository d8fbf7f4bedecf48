# Generated from wit/ by guest-sdk/python/generate. Do not edit.
