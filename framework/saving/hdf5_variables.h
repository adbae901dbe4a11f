#pragma once

#include <string>

#include "framework/saving/hdf5_reader.h"
#include "framework/saving/hdf5_writer.h"
#include "framework/tensor/variable.h"

namespace cornu {

void write_value(Hdf5Writer& writer, const std::string& path, const Tensor& value);

/// The data set that holds a variable of `owner`. FileError naming both where it is missing, holds
/// no numbers, or has another shape.
const Hdf5Dataset& checked_dataset(const Hdf5Reader& reader, const std::string& path,
                                   const Variable& variable, const std::string& owner);

/// The array of a file as a variable's value: its shape must be the variable's, its dtype is
/// converted.
Tensor value_for(const Variable& variable, const Hdf5Reader& reader, const std::string& path);

}  // namespace cornu
