#pragma once

#include <string>
#include <vector>

#include "framework/base/json.h"

namespace cornu {

struct ProgramResult {
  int code;
  std::string out, err;
};

/// Runs one of the programs of apps/ in a folder, with settings such as "CORNU_DATA=…" beside the
/// environment's.
ProgramResult run_program(const std::string& program, const std::string& folder,
                          const std::vector<std::string>& arguments = {},
                          const std::vector<std::string>& environment = {});

/// The JSON that a program wrote.
Json read_json(const std::string& path);

/// Whether everything is tested, not a sample: `./bootstrap test full`.
bool is_full_test();

/// The folder that CORNU_DATA names where it has this file, else empty: a test that needs what is
/// not part of the tree is skipped, aloud.
std::string data_folder_with(const std::string& file);

/// `configs/digits_mlp.json` of the source tree.
std::string config_path(const std::string& name);

}  // namespace cornu
