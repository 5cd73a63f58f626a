#!/usr/bin/env bash
# Makes the pictures, sounds and the archive of the sample again. Texts and YAML are written by hand and left alone.
#
#   samples/make.sh FOLDER
#
# FOLDER holds the four scans and the chapter that SOURCES.md names. Needs python3, ImageMagick 6 or 7, ExifTool,
# eSpeak NG, SoX and zip. Another version of an encoder writes other bytes; the pictures stay the same.
set -euo pipefail
scans=$(cd "${1:?the folder with the scans}" && pwd)
cd "$(dirname "$0")"
film=the-long-take
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# An XMP packet as other tools write it: $1 the namespace, $2 the property.
packet() {
  printf '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:%s>%s</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>' "$1" "$2"
}

# The register.
python3 make-prints.py harbour > "$work/harbour.svg"
python3 make-prints.py lamplighters > "$work/lamplighters.svg"
convert "$work/harbour.svg" -colors 64 -strip PNG8:registry/files/harbour-low-water.png
convert "$work/lamplighters.svg" -colors 64 -strip PNG8:registry/files/lamplighters-frieze.png
convert "$scans/cezanne-black-marble-clock-c1870.jpg" -resize 1400x -strip -quality 82 registry/files/the-black-marble-clock.jpg
convert "$scans/leighton-wet-sunday-morning-1896.jpg" -strip -quality 84 registry/files/ada-lindqvist-double.jpg

# The poster: the whole painting, with the title small in its dark corner, so that it is still the same picture.
convert "$scans/cezanne-black-marble-clock-c1870.jpg" -resize 1200x -font DejaVu-Serif -fill '#d9d2c0' \
  -gravity NorthEast -pointsize 46 -kerning 10 -interline-spacing 6 -annotate +48+440 'THE\nLONG\nTAKE' \
  -pointsize 14 -kerning 3 -annotate +54+640 'eleven minutes, once' \
  -strip -quality 80 "$film/poster.jpg"

# Stills.
convert registry/files/harbour-low-water.png -resize 960x -modulate 96,88 -strip -quality 74 "$film/stills/scene-2-print.jpg"
convert "$scans/leighton-wet-sunday-morning-1896.jpg" -resize 640x -modulate 98,92 -strip -quality 76 "$film/stills/scene-5-wet-sunday.jpg"
convert "$scans/blanche-aubrey-beardsley-1895.jpg" -resize 560x -strip -quality 78 "$work/portrait.jpg"
head -c 21000 "$work/portrait.jpg" > "$film/stills/scene-4-portrait.jpg" # cut off, as by a card pulled out too early

# Art department.
convert registry/files/lamplighters-frieze.png -resize 1100x -strip -quality 78 "$film/art/stair-wall.jpg"
convert -size 960x400 gradient:'#243b5e'-'#e8b98a' \( -size 960x400 -seed 11 plasma:fractal -colorspace gray -blur 0x14 -level 30%,70% \) \
  -compose softlight -composite -seed 3 -attenuate 0.15 +noise Gaussian -colors 96 -strip PNG8:"$film/art/sea-backdrop.png"
packet 'Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"' \
  '<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>' > "$work/ai.xmp"
exiftool -q -overwrite_original "-xmp<=$work/ai.xmp" "$film/art/sea-backdrop.png"

# The data set.
convert registry/files/harbour-low-water.png -resize 640x -strip -quality 82 "$film/dataset/harbour.jpg"
convert "$scans/arcimboldo-portrait-of-adam-1578.jpg" -crop 330x400+10+380 +repage -resize 360x -strip -quality 80 "$film/dataset/hand-study.jpg"
packet 'plus="http://ns.useplus.org/ldf/xmp/1.0/"' \
  '<plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING</plus:DataMining>' > "$work/plus.xmp"
exiftool -q -overwrite_original "-xmp<=$work/plus.xmp" "$film/dataset/hand-study.jpg"
convert "$scans/blanche-aubrey-beardsley-1895.jpg" -crop 300x240+190+260 +repage -resize 400x -strip -quality 80 "$film/dataset/coat-study.jpg"
sed 's/^ //' "$scans/frankenstein-chapter-1.txt" | sed -n '4,6p' > "$film/dataset/frankenstein-opening.txt"

# Voices: a rule-based synthesiser, no recording of anybody.
say() { espeak-ng -v en-gb-x-rp -s 128 -p 32 -w "$work/said.wav" "$1"; }
say 'At the third stroke, it will be six nineteen, and twenty seconds.'
sox -R -D -n -r 16000 -c 1 -b 16 "$work/pip.wav" synth 0.1 sine 1000 vol 0.35 fade t 0.005 0.1 0.005 pad 0 0.9
sox -R "$work/said.wav" -r 16000 -c 1 -b 16 -D "$work/line.wav" vol 0.8 sinc 300-3400 pad 0 0.5
sox -R "$work/line.wav" "$work/pip.wav" "$work/pip.wav" "$work/pip.wav" "$film/voice/line-07.wav"
say 'At the third stroke, it will be five forty-one, precisely.'
sox -R "$work/said.wav" -r 11025 -c 1 -b 16 -D "$film/dataset/speaking-clock-takes.wav" vol 0.8 sinc 300-3400 

# An archive, which is listed and not opened.
printf 'Day 1, roll 1\nTake 1: stopped at 4 min 10 s, doors open, no clock.\nTake 2: complete, 11 min 02 s. Print.\n' > "$work/camera-report.txt"
printf 'Day 1\nRoom tone with the clock: 60 s.\nRoom tone without: 60 s. Kept, for the difference.\n' > "$work/sound-report.txt"
touch -d 2025-06-09T06:30:00Z "$work/camera-report.txt" "$work/sound-report.txt"
rm -f "$film/delivery/day-1-reports.zip"
(cd "$work" && TZ=UTC zip -qX day-1-reports.zip camera-report.txt sound-report.txt)
cp "$work/day-1-reports.zip" "$film/delivery/"
