// A sample photo for those who have none at hand: a village road with a hole in it.

export function drawPhoto() {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 420;
  const paint = canvas.getContext("2d");
  const area = (color, ...points) => {
    paint.fillStyle = color;
    paint.beginPath();
    points.forEach(([x, y]) => paint.lineTo(x, y));
    paint.fill();
  };
  const sky = paint.createLinearGradient(0, 0, 0, 220);
  sky.addColorStop(0, "#a9d8ee");
  sky.addColorStop(1, "#eef8f3");
  paint.fillStyle = sky;
  paint.fillRect(0, 0, 640, 420);
  area("#9cc7a4", [0, 190], [140, 110], [300, 180], [450, 95], [640, 175], [640, 240], [0, 240]);
  area("#6fae72", [0, 215], [640, 205], [640, 420], [0, 420]);
  area("#8d9299", [268, 212], [352, 212], [560, 420], [80, 420]);
  area("#e9ebee", [307, 240], [313, 240], [318, 275], [303, 275]);
  area("#e9ebee", [300, 300], [320, 300], [330, 355], [292, 355]);
  paint.fillStyle = "#4b4f55";
  paint.beginPath();
  paint.ellipse(390, 350, 74, 24, -0.1, 0, Math.PI * 2);
  paint.fill();
  paint.fillStyle = "#7fa9bd";
  paint.beginPath();
  paint.ellipse(393, 354, 52, 14, -0.1, 0, Math.PI * 2);
  paint.fill();
  area("#f3e3c3", [40, 165], [150, 165], [150, 255], [40, 255]);
  area("#b4553d", [25, 168], [95, 112], [165, 168]);
  area("#7b5638", [82, 205], [108, 205], [108, 255], [82, 255]);
  area("#f7efe0", [500, 160], [610, 160], [610, 245], [500, 245]);
  area("#2f7d58", [485, 163], [555, 110], [625, 163]);
  area("#86b6cf", [520, 185], [548, 185], [548, 210], [520, 210]);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
