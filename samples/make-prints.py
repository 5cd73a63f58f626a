"""Draws the two invented pictures of the sample as SVG: flat shapes, a few colours, the same on every run."""
import math
import sys
from random import Random


def polygon(points, fill):
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="{fill}"/>'


def rect(x, y, w, h, fill):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}"/>'


def circle(x, y, r, fill):
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}"/>'


def turned(points, x, y, angle):
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return [(x + px * c - py * s, y + px * s + py * c) for px, py in points]


def svg(width, height, shapes):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">' + "".join(shapes) + "</svg>\n"


def hill(random, left, right, base, top, fill, steps=18):
    points = [(left, base)]
    for i in range(steps + 1):
        t = i / steps
        points.append((left + (right - left) * t, base - (base - top) * math.sin(math.pi * t) ** 0.7 + random.uniform(-7, 7)))
    return polygon(points + [(right, base)], fill)


def boat(x, y, size, lean, hull, stripe, dark):
    """A boat lying on its side at low water, its mast where it happens to point."""
    body = [(-1.0, -0.18), (1.05, -0.26), (0.72, 0.24), (-0.74, 0.24)]
    band = [(-1.0, -0.18), (1.05, -0.26), (1.0, -0.16), (-0.96, -0.08)]
    mast = [(-0.05, -0.2), (0.01, -1.75), (0.06, -1.75), (0.05, -0.2)]
    boom = [(0.0, -0.42), (0.82, -0.5), (0.82, -0.45), (0.0, -0.36)]
    cabin = [(-0.5, -0.2), (-0.42, -0.45), (-0.1, -0.45), (-0.05, -0.2)]
    scaled = lambda shape: turned([(px * size, py * size) for px, py in shape], x, y, lean)
    shadow = [(x - size * 1.15, y + size * 0.3), (x + size * 0.9, y + size * 0.24), (x + size * 1.3, y + size * 0.36), (x - size * 0.7, y + size * 0.42)]
    return [polygon(shadow, dark), polygon(scaled(mast), dark), polygon(scaled(boom), dark), polygon(scaled(cabin), stripe), polygon(scaled(body), hull), polygon(scaled(band), stripe)]


def harbour():
    random = Random(1)
    paper, rust, slate, ink, gold = "#efe3c8", "#b8553a", "#5d7480", "#22313d", "#e0a844"
    shapes = [rect(0, 0, 1200, 800, paper)]
    for y in range(26, 250, 24):  # a sky in strokes
        for _ in range(7):
            x = random.uniform(-80, 1200)
            shapes.append(rect(x, y + random.uniform(-4, 4), random.uniform(60, 240), random.uniform(3, 8), gold if y > 150 else slate))
    shapes.append(circle(850, 196, 74, rust))
    shapes += [hill(random, -120, 520, 330, 148, slate), hill(random, 360, 1330, 330, 226, ink)]
    for i in range(15):  # the town along the quay
        w, h = random.uniform(34, 62), random.uniform(48, 112)
        x = 20 + i * 40
        shapes.append(rect(x, 340 - h, w, h, random.choice([paper, rust, gold, slate])))
        shapes.append(polygon([(x - 5, 340 - h), (x + w / 2, 340 - h - random.uniform(18, 40)), (x + w + 5, 340 - h)], ink))
        for row in range(int(h // 34)):
            shapes.append(rect(x + w * 0.3, 340 - h + 12 + row * 30, 8, 13, ink))
    shapes += [polygon([(690, 340), (704, 172), (734, 172), (748, 340)], paper), rect(700, 152, 38, 22, rust), polygon([(698, 152), (719, 126), (740, 152)], ink), rect(696, 228, 46, 26, rust), rect(693, 292, 52, 24, rust)]
    shapes += [polygon([(0, 336), (1200, 336), (1200, 366), (0, 380)], ink), polygon([(0, 380), (1200, 366), (1200, 800), (0, 800)], gold)]
    for y in range(392, 800, 17):  # mud, and the light on it
        for _ in range(9):
            shapes.append(rect(random.uniform(-60, 1200), y + random.uniform(-5, 5), random.uniform(30, 60) * (1 + y / 500), 3 + (y - 380) / 90, random.choice([paper, slate, rust, paper])))
    channel = [(1200, 392), (980, 420), (760, 470), (700, 540), (520, 600), (430, 700), (470, 800), (730, 800), (660, 700), (740, 620), (900, 560), (930, 490), (1200, 446)]
    shapes.append(polygon(channel, slate))
    for y in range(420, 800, 26):
        for _ in range(3):
            shapes.append(rect(560 + random.uniform(-70, 240) + (560 - y) * 0.4, y, random.uniform(20, 70), 4, paper))
    shapes += boat(250, 560, 150, -17, ink, rust, "#22313d")
    shapes += boat(930, 640, 190, 21, rust, paper, "#22313d")
    shapes += boat(1010, 440, 70, -24, paper, slate, "#22313d")
    shapes += boat(90, 440, 56, 19, rust, paper, "#22313d")
    shapes += boat(470, 432, 48, 12, slate, paper, "#22313d")
    shapes += [polygon([(0, 800), (0, 690), (120, 712), (210, 770), (260, 800)], ink)]
    return svg(1200, 800, shapes)


def lamplighters():
    random = Random(7)
    night, wall, coat, flame, halo = "#1d2440", "#33406b", "#0d1120", "#ffd773", "#8a7a55"
    shapes = [rect(0, 0, 1600, 480, night)]
    for i in range(27):  # roofs behind
        w, h = random.uniform(50, 120), random.uniform(90, 270)
        x = i * 62 - 30
        shapes.append(rect(x, 430 - h, w, h, wall))
        shapes.append(polygon([(x - 6, 430 - h), (x + w / 2, 430 - h - random.uniform(20, 60)), (x + w + 6, 430 - h)], wall))
        if random.random() < 0.5:
            shapes.append(rect(x + w * 0.4, 430 - h * 0.6, 10, 16, halo))
    for x, lit in ((170, 1), (470, 1), (760, 1), (1010, 0), (1330, 0)):
        if lit:
            shapes += [circle(x, 128, 88, "#2e3350"), circle(x, 128, 60, "#57544f"), circle(x, 128, 36, halo)]
        shapes += [rect(x - 5, 150, 10, 282, coat), rect(x - 16, 146, 32, 8, coat), polygon([(x - 18, 146), (x - 12, 106), (x + 12, 106), (x + 18, 146)], flame if lit else wall), polygon([(x - 18, 106), (x, 84), (x + 18, 106)], coat), rect(x - 20, 420, 40, 14, coat)]
    def figure(x, lean, reach):
        parts = [polygon(turned([(-24, 0), (-30, -104), (0, -128), (28, -104), (22, 0)], x, 400, lean), coat), polygon(turned([(-16, 0), (-22, 38), (-4, 38), (-2, 0)], x, 400, 0), coat), polygon(turned([(4, 0), (10, 38), (28, 38), (18, 0)], x, 400, 0), coat)]
        hx, hy = turned([(0, -146)], x, 400, lean)[0]
        parts += [circle(hx, hy, 19, "#b98f6a"), polygon([(hx - 26, hy - 8), (hx + 26, hy - 8), (hx + 15, hy - 15), (hx + 13, hy - 33), (hx - 13, hy - 33), (hx - 15, hy - 15)], coat)]
        sx, sy = turned([(14, -100)], x, 400, lean)[0]
        parts += [polygon([(sx - 5, sy + 6), (reach[0] - 3, reach[1]), (reach[0] + 3, reach[1]), (sx + 9, sy + 2)], coat)]
        return parts
    for x, lean in ((610, -12), (1105, 13), (1430, -10)):  # ladders, carried and leaned
        shapes += [polygon(turned([(-14, 0), (-14, -230), (-9, -230), (-9, 0)], x, 432, lean), halo), polygon(turned([(14, 0), (14, -230), (9, -230), (9, 0)], x, 432, lean), halo)]
        shapes += [polygon(turned([(-12, -r), (12, -r), (12, -r - 5), (-12, -r - 5)], x, 432, lean), halo) for r in range(20, 225, 26)]
    shapes += figure(360, 6, (470, 140)) + figure(650, 4, (752, 138)) + figure(900, 10, (1004, 170)) + figure(1190, -3, (1262, 190)) + figure(80, -5, (150, 250)) + figure(1480, 3, (1540, 210))
    shapes += [rect(0, 430, 1600, 50, coat)]
    for i in range(60):
        shapes.append(rect(random.uniform(0, 1600), random.uniform(436, 474), random.uniform(12, 48), 3, random.choice([wall, halo, wall])))
    for x, lit in ((170, 1), (470, 1), (760, 1)):
        shapes.append(polygon([(x - 90, 480), (x - 26, 436), (x + 26, 436), (x + 90, 480)], halo))
    return svg(1600, 480, shapes)


if __name__ == "__main__":
    print({"harbour": harbour, "lamplighters": lamplighters}[sys.argv[1]](), end="")
