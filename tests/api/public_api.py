"""Prints what users of the SDK can name: one line for each public declaration of the headers that they include.

usage: public_api.py INCLUDE_DIR            prints it
       public_api.py INCLUDE_DIR --check FILE   compares it with FILE, prints what differs, and fails if anything does

Needs Clang 19 and its Python bindings: other versions spell types in other ways.
"""
import argparse
import difflib
import glob
import os
import sys

import clang.cindex as cindex
from clang.cindex import AccessSpecifier, CursorKind

CLASSES = {CursorKind.CLASS_DECL, CursorKind.STRUCT_DECL, CursorKind.CLASS_TEMPLATE, CursorKind.UNION_DECL,
           CursorKind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION}
FUNCTIONS = {CursorKind.FUNCTION_DECL, CursorKind.CXX_METHOD, CursorKind.CONSTRUCTOR, CursorKind.CONVERSION_FUNCTION,
             CursorKind.DESTRUCTOR}
SPACES = {CursorKind.NAMESPACE, CursorKind.LINKAGE_SPEC, CursorKind.UNEXPOSED_DECL}
REFERENCE = {cindex.RefQualifierKind.LVALUE: "&", cindex.RefQualifierKind.RVALUE: "&&"}
NEVER_THROWS = {cindex.ExceptionSpecificationKind.BASIC_NOEXCEPT, cindex.ExceptionSpecificationKind.COMPUTED_NOEXCEPT}
NOT_FOR_USERS = {"detail"}
INLINE = {"v0_1"}


def parse(include_dir):
    headers = sorted(os.path.relpath(path, include_dir)
                     for path in glob.glob(os.path.join(include_dir, "oms", "**", "*.hpp"), recursive=True)
                     if "/impl/" not in path and not path.endswith("oms/src.hpp") and is_usable_everywhere(path))
    source = "".join(f"#include <{header}>\n" for header in headers)
    library = glob.glob("/usr/lib/llvm-19/lib/libclang-19.so.1") + glob.glob("/usr/lib/llvm-19/lib/libclang.so.1")
    if library:
        cindex.Config.set_library_file(library[0])
    unit = cindex.Index.create().parse(
        "public_api.cpp", ["-std=c++20", "-DOMS_SEPARATE_COMPILATION", "-I" + include_dir,
                           "-isystem", "/usr/lib/llvm-19/lib/clang/19/include"],
        unsaved_files=[("public_api.cpp", source)],
        options=cindex.TranslationUnit.PARSE_SKIP_FUNCTION_BODIES)
    broken = [str(each) for each in unit.diagnostics if each.severity >= cindex.Diagnostic.Error]
    if broken:
        sys.exit("\n".join(broken))
    return unit


def is_usable_everywhere(header):
    """Not so: an adaptor to a library that need not be there; without it, it is empty."""
    with open(header, encoding="utf-8") as text:
        return "__has_include(" not in text.read()


def template_head(cursor):
    """Parameters and constraints as they are written, with the result where a constraint comes before it."""
    if cursor.kind not in (CursorKind.FUNCTION_TEMPLATE, CursorKind.CLASS_TEMPLATE, CursorKind.TYPE_ALIAS_TEMPLATE_DECL):
        return ""
    words, depth, constrained = [], 0, False
    for token in cursor.get_tokens():
        text = token.spelling
        depth += {"<": 1, ">": -1, ">>": -2}.get(text, 0)
        constrained = constrained or text == "requires"
        if depth == 0 and words and words[-1] in (">", ">>") and not constrained or text == cursor.spelling:
            break
        words.append(text)
    return " ".join(words) + " "


def parameter(cursor):
    return cursor.type.spelling + (" = …" if any(t.spelling == "=" for t in cursor.get_tokens()) else "")


def function(cursor, name):
    parameters = [parameter(each) for each in cursor.get_children() if each.kind == CursorKind.PARM_DECL]
    marks = [word for word, there in (("static", cursor.is_static_method()),
                                      ("virtual", cursor.is_virtual_method() or cursor.is_pure_virtual_method()))
             if there]
    after = [word for word, there in (("const", cursor.is_const_method()), ("= 0", cursor.is_pure_virtual_method()),
                                      (REFERENCE.get(cursor.type.get_ref_qualifier()), True),
                                      ("noexcept", cursor.exception_specification_kind in NEVER_THROWS),
                                      ("= delete", cursor.is_deleted_method())) if there and word]
    result = ""
    if cursor.semantic_parent.spelling.split("<")[0] != cursor.spelling.split("<")[0] and "~" not in cursor.spelling:
        result = " -> " + cursor.result_type.spelling
    return " ".join(marks + [f"{template_head(cursor)}{name}({', '.join(parameters)})"] + after) + result


def is_public(cursor):
    return cursor.access_specifier not in (AccessSpecifier.PRIVATE,)


def qualified(cursor):
    """By where it belongs, which need not be where it is written."""
    names, scope = [cursor.spelling], cursor.semantic_parent
    while scope is not None and scope.kind != CursorKind.TRANSLATION_UNIT:
        own = scope.displayname if scope.kind in CLASSES else scope.spelling
        if own and own not in INLINE:
            names.insert(0, own)
        scope = scope.semantic_parent
    return "::".join(names)


def lines_of(cursor, include_dir, found):
    for each in cursor.get_children():
        location = each.location.file
        if location is None or not location.name.startswith(include_dir) or "/impl/" in location.name:
            continue
        if each.kind in SPACES:
            if each.spelling in NOT_FOR_USERS:
                continue
            lines_of(each, include_dir, found)
            continue
        if not is_public(each):
            continue
        name = qualified(each)
        kept = "protected " if each.access_specifier == AccessSpecifier.PROTECTED else ""
        if each.kind in CLASSES:
            if not each.is_definition():
                continue
            bases = [base.type.spelling for base in each.get_children() if base.kind == CursorKind.CXX_BASE_SPECIFIER]
            found.add(f"{kept}class {template_head(each)}{name}" + (" : " + ", ".join(bases) if bases else ""))
            lines_of(each, include_dir, found)
        elif each.kind == CursorKind.ENUM_DECL:
            found.add(f"{kept}enum {name} : {each.enum_type.spelling}")
            for value in each.get_children():
                if value.kind == CursorKind.ENUM_CONSTANT_DECL:
                    found.add(f"{kept}enumerator {name}::{value.spelling} = {value.enum_value}")
        elif each.kind in FUNCTIONS or (each.kind == CursorKind.FUNCTION_TEMPLATE):
            found.add(kept + function(each, name))
        elif each.kind in (CursorKind.FIELD_DECL, CursorKind.VAR_DECL):
            found.add(f"{kept}{name} : {each.type.spelling}")
        elif each.kind in (CursorKind.TYPE_ALIAS_DECL, CursorKind.TYPEDEF_DECL):
            found.add(f"{kept}using {name} = {each.underlying_typedef_type.spelling}")
        elif each.kind == CursorKind.TYPE_ALIAS_TEMPLATE_DECL:
            found.add(f"{kept}using {template_head(each)}{name}")
        elif each.kind == CursorKind.CONCEPT_DECL:
            found.add(f"{kept}concept {name}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("include_dir")
    arguments.add_argument("--check", metavar="FILE")
    given = arguments.parse_args()
    include_dir = os.path.abspath(given.include_dir)
    found = set()
    lines_of(parse(include_dir).cursor, os.path.join(include_dir, "oms") + os.sep, found)
    now = sorted(found)
    if not given.check:
        print("\n".join(now))
        return 0
    with open(given.check, encoding="utf-8") as kept:
        before = kept.read().splitlines()
    changes = [line for line in difflib.unified_diff(before, now, "as recorded", "as it is", lineterm="", n=0)
               if not line.startswith("@@")]
    if not changes:
        print(f"the public API is the recorded one: {len(now)} declarations")
        return 0
    print("\n".join(changes))
    print(f"\nThe public API is not what {os.path.basename(given.check)} records. When that is meant, record it with\n"
          "`./run api --update`, and tell users in CHANGELOG.md: what is gone or changed breaks their build.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
