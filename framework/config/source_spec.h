#pragma once

#include <string>
#include <vector>

#include "framework/data/source.h"

namespace cornu {

/// A data source as run files name it: `{"class_name": "Npz", "config": {"path": "train.npz"}}`.
struct SourceSpec {
  const DataSource* source = nullptr;
  ConfigValue config;
  Json json;  ///< As it was written, for messages.

  /// Reads the data; errors say where the run file asks for them.
  Dataset load(const DataRequest& request) const;
};

template <>
struct FieldTraits<SourceSpec> {
  static std::string type_name() { return "data source"; }
  static Json to_json(const SourceSpec& value);
  static SourceSpec from_json(const Json& json, const ReadContext& context);
  static bool equal(const SourceSpec& a, const SourceSpec& b) {
    return a.source == b.source && a.config == b.config;
  }
  static size_t hash(const SourceSpec& value) { return value.config.hash(); }
  /// One alternative for each source.
  static Json schema();
};

}  // namespace cornu
