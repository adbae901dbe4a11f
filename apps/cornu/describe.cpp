#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "apps/cornu/commands.h"
#include "apps/cornu/run_schema.h"
#include "framework/config/run_file.h"
#include "framework/nn/catalog.h"
#include "framework/nn/refused.h"
#include "framework/ops/public.h"

namespace cornu::program {

namespace {

/// A class, op or data source that can be described.
struct Entry {
  std::string name, module, doc;
  const ConfigType* config;          // null of what is refused
  std::vector<std::string> tensors;  // an op's, before its options
  std::string refused = {};          // why

  Json json() const {
    Json arguments = Json::array();
    for (const std::string& tensor : tensors)
      arguments.push_back(Json::object()
                              .set("name", tensor)
                              .set("type", "tensor")
                              .set("required", true)
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
        {std::string(def->name), std::string(def->module), std::string(def->doc), def->config, {}});
  for (const DataSource* source : data_sources())
    entries.push_back(
        {std::string(source->name), "data", std::string(source->doc), source->config, {}});
  for (const RefusedClass& refused : refused_classes())
    entries.push_back({std::string(refused.name),
                       concat("keras.", refused.noun, "s"),
                       "Not supported.",
                       nullptr,
                       {},
                       std::string(refused.reason)});
  return entries;
}

std::vector<Entry> ops() {
  std::vector<Entry> entries;
  for (const PublicOp& op : public_ops())
    entries.push_back({std::string(op.name),
                       concat("keras.ops.", op.module),
                       std::string(op.doc),
                       op.config,
                       {op.arguments.begin(), op.arguments.end()}});
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
      std::cout << ", required";
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

struct Arguments {
  std::string name;
  bool only_ops = false, as_json = false, schema = false;
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
    const auto is_op = [](const Entry& entry) { return entry.module.starts_with("keras.ops."); };
    const auto first_op = std::stable_partition(all.begin(), all.end(), std::not_fn(is_op));
    classes_found.assign(all.begin(), first_op);
    ops_found.assign(first_op, all.end());
  }
  if (arguments.as_json) {
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
  command->add_flag("--schema", arguments->schema, "The JSON Schema of run files.");
  command->callback([arguments] { describe(*arguments); });
}

}  // namespace cornu::program
