"""The pure heart of Tandem: no Django, no clock, no files, no network, no environment."""
