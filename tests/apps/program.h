#pragma once

#include <string>
#include <vector>

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

/// `configs/digits_mlp.json` of the source tree.
std::string config_path(const std::string& name);

}  // namespace cornu
