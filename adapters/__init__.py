"""Everything that touches a platform or a person. One adapter never imports another."""
