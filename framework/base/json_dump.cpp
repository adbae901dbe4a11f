#include <cmath>
#include <cstdio>

#include "framework/base/json.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

void write_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        continue;
      case '\\':
        out += "\\\\";
        continue;
      case '\b':
        out += "\\b";
        continue;
      case '\f':
        out += "\\f";
        continue;
      case '\n':
        out += "\\n";
        continue;
      case '\r':
        out += "\\r";
        continue;
      case '\t':
        out += "\\t";
        continue;
      default:
        break;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
      out += escaped;
    } else {
      out += c;
    }
  }
  out += '"';
}

void write_number(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "Infinity" : "-Infinity";
  } else {
    append(out, value);
  }
}

struct Writer {
  std::string& out;
  int indent;

  void new_line(int depth) const {
    if (indent < 0) return;
    out += '\n';
    out.append(static_cast<size_t>(indent) * static_cast<size_t>(depth), ' ');
  }

  /// Python separates by ", " on one line and by "," before a line's end.
  void separate(bool first, int depth) const {
    if (!first) out += indent < 0 ? ", " : ",";
    new_line(depth);
  }

  void write(const Json& json, int depth) const {
    switch (json.type()) {
      case Json::Type::null:
        out += "null";
        break;
      case Json::Type::boolean:
        append(out, json.as_bool());
        break;
      case Json::Type::integer:
        append(out, json.as_int());
        break;
      case Json::Type::number:
        write_number(out, json.as_double());
        break;
      case Json::Type::string:
        write_string(out, json.as_string());
        break;
      case Json::Type::array: {
        out += '[';
        bool first = true;
        for (const Json& element : json.as_array()) {
          separate(first, depth + 1);
          write(element, depth + 1);
          first = false;
        }
        if (!first) new_line(depth);
        out += ']';
        break;
      }
      case Json::Type::object: {
        out += '{';
        bool first = true;
        for (const JsonMember& member : json.as_object()) {
          separate(first, depth + 1);
          write_string(out, member.key);
          out += ": ";
          write(member.value, depth + 1);
          first = false;
        }
        if (!first) new_line(depth);
        out += '}';
        break;
      }
    }
  }
};

}  // namespace

std::string Json::dump(int indent) const {
  std::string out;
  Writer{out, indent}.write(*this, 0);
  return out;
}

}  // namespace cornu
