#!/usr/bin/env bash
# Writes what package managers need to install a release: dropfit.rb (Homebrew), dropfit.json (Scoop) and jbang-catalog.json. The release
# workflow calls it.
#   deploy/manifests.sh VERSION REPOSITORY FOLDER
# REPOSITORY is OWNER/NAME on GitHub. FOLDER has dropfit-VERSION.zip, dropfit-VERSION.tar.gz and dropfit-VERSION.jar; the files are written there.
set -euo pipefail

fail() {
    echo "manifests: $1" >&2
    exit 1
}

[[ $# -eq 3 ]] || fail "usage: deploy/manifests.sh VERSION REPOSITORY FOLDER"
version=$1 repository=$2 folder=$3
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "the version is '$version'; accepted are three numbers, such as 0.2.0"
[[ $repository =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || fail "the repository is '$repository'; accepted is OWNER/NAME"
for kind in zip tar.gz jar; do
    [[ -f $folder/dropfit-$version.$kind ]] || fail "$folder/dropfit-$version.$kind does not exist; 'mvn package' builds it"
done

home=https://github.com/$repository
files=$home/releases/download/v$version
description="Trains models from CSV files and serves their predictions over HTTP"

digest() {
    sha256sum "$folder/dropfit-$version.$1" | cut -d ' ' -f 1
}

cat >"$folder/dropfit.rb" <<RUBY
class Dropfit < Formula
  desc "$description"
  homepage "$home"
  url "$files/dropfit-$version.tar.gz"
  sha256 "$(digest tar.gz)"
  license "Apache-2.0"

  depends_on "openjdk"

  def install
    man1.install Dir["man/man1/*"]
    libexec.install Dir["*"]
    (bin/"dropfit").write_env_script libexec/"dropfit", Language::Java.overridable_java_home_env
  end

  test do
    system bin/"dropfit", "train", libexec/"datasets/heart-disease/dataset.csv", "--out", testpath/"model.zip"
  end
end
RUBY

jq -n --arg version "$version" --arg home "$home" --arg description "$description" --arg url "$files/dropfit-$version.zip" \
    --arg hash "$(digest zip)" '{
        version: $version,
        description: $description,
        homepage: $home,
        license: "Apache-2.0",
        suggest: {JDK: "java/temurin-lts-jdk"},
        url: $url,
        hash: $hash,
        extract_dir: "dropfit-\($version)",
        bin: "dropfit.bat"
    }' >"$folder/dropfit.json"

jq -n --arg description "$description" --arg url "$files/dropfit-$version.jar" '{
        aliases: {dropfit: {"script-ref": $url, description: $description, java: "17+"}}
    }' >"$folder/jbang-catalog.json"
