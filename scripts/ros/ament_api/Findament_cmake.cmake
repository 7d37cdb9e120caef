# Stands for ament_cmake where there is no ROS: CMake's own install is what is looked at.
set(ament_cmake_FOUND TRUE)
function(ament_package)
endfunction()
