"""What makes a Python in a component run migrations.

- `exports`: the classes that the component exports; what an interpreter is made of
- `bundle`: the script and what it imports, read from the component's own section
- `failure`: exceptions, as the host hears of them
- `seal`: takes away what no migration is given, once everything is loaded
- `refusals`, `clock`, `output`: what stands in its place
- `modules`: the standard library, loaded before the component is frozen

Everything is imported while the component is built: afterwards there are no files to import from.
"""
