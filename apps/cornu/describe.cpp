#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <tuple>

#include "apps/cornu/commands.h"
#include "apps/cornu/run_schema.h"
#include "framework/config/run_file.h"
#include "framework/nn/catalog.h"
#include "framework/nn/refused.h"
#include "framework/ops/functions.h"
#include "framework/ops/public.h"

namespace cornu::program {

namespace {

/// A class, op or data source that can be described.
struct Entry {
  /// An argument that is no option.
  struct Operand {
    std::string name, type;
    bool required = true;
  };
  std::string name, module, doc;
  const ConfigType* config = nullptr;  // null: no options
  std::vector<Operand> operands = {};
  std::string refused = {};  // why

  Json json() const {
    Json arguments = Json::array();
    for (const Operand& operand : operands)
      arguments.push_back(Json::object()
                              .set("name", operand.name)
                              .set("type", operand.type)
                              .set("required", operand.required)
                              .set("doc", ""));
    const Json options = config ? describe_config(*config) : Json::array();
    for (const Json& option : options.as_array()) arguments.push_back(option);
    Json described = Json::object()
                         .set("name", name)
                         .set("module", module)
                         .set("doc", doc)
                         .set("arguments", arguments);
    if (!refused.empty()) described.set("refused", refused);
    return described;
  }
};

std::vector<Entry> classes() {
  std::vector<Entry> entries;
  for (const ClassDef* def : all_classes())
    entries.push_back(
        {std::string(def->name), std::string(def->module), std::string(def->doc), def->config});
  for (const DataSource* source : data_sources())
    entries.push_back(
        {std::string(source->name), "data", std::string(source->doc), source->config});
  for (const RefusedClass& refused : refused_classes())
    entries.push_back({std::string(refused.name),
                       concat("keras.", refused.noun, "s"),
                       "Not supported.",
                       nullptr,
                       {},
                       std::string(refused.reason)});
  return entries;
}

/// "N: integer, M?: integer": what may be left out has a question mark.
std::vector<Entry::Operand> operands_of(std::string_view text) {
  std::vector<Entry::Operand> operands;
  while (!text.empty()) {
    const size_t colon = text.find(": "), end = std::min(text.find(", "), text.size());
    const bool required = text[colon - 1] != '?';
    operands.push_back({std::string(text.substr(0, required ? colon : colon - 1)),
                        std::string(text.substr(colon + 2, end - colon - 2)), required});
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return operands;
}

std::vector<Entry> ops() {
  std::vector<Entry> entries;
  for (const PublicOp& op : public_ops()) {
    entries.push_back(
        {std::string(op.name), concat("keras.ops.", op.module), std::string(op.doc), op.config});
    for (const std::string_view argument : op.arguments)
      entries.back().operands.push_back({std::string(argument), "tensor"});
  }
  for (const OpFunction& function : op_functions()) {
    const bool refused = !function.refused.empty();
    std::string_view name = refused ? function.keras_name : function.name;
    if (name.starts_with("ops::")) name.remove_prefix(5);
    entries.push_back(
        {std::string(name),
         concat(function.module == "random" ? "keras." : "keras.ops.", function.module),
         refused ? "Not supported." : std::string(function.doc), nullptr,
         operands_of(function.arguments), std::string(function.refused)});
  }
  return entries;
}

/// Those of that name; a ConfigError with the nearest where there is none.
std::vector<Entry> named(const std::vector<Entry>& entries, const std::string& name) {
  std::vector<Entry> found;
  std::vector<std::string> known;
  for (const Entry& entry : entries) {
    if (entry.name == name) found.push_back(entry);
    known.push_back(entry.name);
  }
  if (found.empty())
    fail<ConfigError>("there is no class or op ", quote(name), ".", suggest(name, known));
  return found;
}

void print_entry(const Entry& entry) {
  std::cout << entry.name << "  (" << entry.module << ")\n  " << entry.doc << '\n';
  if (!entry.refused.empty()) std::cout << "  " << entry.refused << '\n';
  const Json json = entry.json();
  for (const Json& argument : json["arguments"].as_array()) {
    std::cout << "  " << argument["name"].as_string() << ": " << argument["type"].as_string();
    if (const Json* value = argument.find("default"))
      std::cout << " = " << value->dump();
    else
      std::cout << (argument["required"].as_bool() ? ", required" : ", optional");
    std::cout << '\n';
    if (!argument["doc"].as_string().empty())
      std::cout << "      " << argument["doc"].as_string() << '\n';
  }
}

void print_list(std::vector<Entry> entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.module < b.module; });
  std::string module;
  for (const Entry& entry : entries) {
    if (entry.module != module) std::cout << (module.empty() ? "" : "\n") << entry.module << '\n';
    module = entry.module;
    std::cout << "  " << entry.name << ": " << entry.doc << '\n';
  }
}

Json to_json(const std::vector<Entry>& entries) {
  Json list = Json::array();
  for (const Entry& entry : entries) list.push_back(entry.json());
  return list;
}

/// A table of each module, and what is refused: docs/ops.md.
void print_markdown(std::vector<Entry> entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.module, a.name) < std::tie(b.module, b.name);
  });
  std::cout << "# Functions\n\nMade by `cornu describe --ops --markdown` from the tables in "
               "`framework/ops`.\nModules are Keras's; in C++ all but those with a scope of their "
               "own are in `ops::`.\n";
  std::string module;
  for (const Entry& entry : entries) {
    if (!entry.refused.empty()) continue;
    if (entry.module != module)
      std::cout << "\n## " << entry.module << "\n\n| function | |\n|---|---|\n";
    module = entry.module;
    std::string arguments;
    const Json json = entry.json();
    for (const Json& argument : json["arguments"].as_array()) {
      arguments += (arguments.empty() ? "" : ", ") + argument["name"].as_string();
      if (const Json* value = argument.find("default")) arguments += "=" + value->dump();
    }
    std::cout << "| `" << entry.name << '(' << arguments << ")` | " << entry.doc << " |\n";
  }
  std::cout << "\n## Not supported\n\n| function | why |\n|---|---|\n";
  for (const Entry& entry : entries) {
    if (entry.refused.empty()) continue;
    std::string why = entry.refused;
    if (const size_t hint = why.find("\n  hint: "); hint != why.npos)
      why.replace(hint, 9, " Instead: ");
    std::cout << "| `" << entry.name << "` | " << why << " |\n";
  }
}

struct Arguments {
  std::string name;
  bool only_ops = false, as_json = false, as_markdown = false, schema = false;
};

void describe(const Arguments& arguments) {
  if (arguments.schema) {
    std::cout << run_schema().dump(2) << '\n';
    return;
  }
  std::vector<Entry> classes_found = arguments.only_ops ? std::vector<Entry>() : classes();
  std::vector<Entry> ops_found = ops();
  if (!arguments.name.empty()) {
    std::vector<Entry> all = classes_found;
    all.insert(all.end(), ops_found.begin(), ops_found.end());
    all = named(all, arguments.name);
    const auto is_op = [](const Entry& entry) {
      return entry.module.starts_with("keras.ops.") || entry.module == "keras.random";
    };
    const auto first_op = std::stable_partition(all.begin(), all.end(), std::not_fn(is_op));
    classes_found.assign(all.begin(), first_op);
    ops_found.assign(first_op, all.end());
  }
  if (arguments.as_markdown) {
    if (!arguments.only_ops || !arguments.name.empty() || arguments.as_json)
      fail<ConfigError>("--markdown goes with --ops alone.");
    print_markdown(std::move(ops_found));
  } else if (arguments.as_json) {
    std::cout << Json::object()
                     .set("classes", to_json(classes_found))
                     .set("ops", to_json(ops_found))
                     .dump(2)
              << '\n';
  } else if (!arguments.name.empty()) {
    for (const Entry& entry : classes_found) print_entry(entry);
    for (const Entry& entry : ops_found) print_entry(entry);
  } else {
    if (!arguments.only_ops) print_list(classes_found);
    std::cout << (arguments.only_ops ? "" : "\n");
    print_list(ops_found);
  }
}

}  // namespace

void add_describe(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("describe", "List classes and ops, or one with its arguments.");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("CLASS", arguments->name, "A class, or an op, as in \"Dense\".");
  command->add_flag("--ops", arguments->only_ops, "Ops only.");
  command->add_flag("--json", arguments->as_json, "As JSON.");
  command->add_flag("--markdown", arguments->as_markdown, "As docs/ops.md; with --ops.");
  command->add_flag("--schema", arguments->schema, "The JSON Schema of run files.");
  command->callback([arguments] { describe(*arguments); });
}

}  // namespace cornu::program
