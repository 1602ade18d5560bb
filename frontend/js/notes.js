// Words on the drawing: the one point that matters of a series, and the name of a reference line at its end.

const RAISE = 8;

function write(pen, { family, ink, ground }, text, x, y, align) {
  pen.save();
  pen.font = `620 11px ${family}`;
  pen.textAlign = align;
  pen.textBaseline = "bottom";
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = ground;
  pen.strokeText(text, x, y);
  pen.fillStyle = ink;
  pen.fillText(text, x, y);
  pen.restore();
}

export const notes = {
  id: "notes",
  afterDatasetsDraw(chart, _, look) {
    chart.data.datasets.forEach((dataset, index) => {
      const point = dataset.note && chart.getDatasetMeta(index).data[dataset.note.at];
      if (!point) return;
      const { left, right } = chart.chartArea;
      const align = point.x > right - 60 ? "right" : point.x < left + 40 ? "left" : "center";
      write(chart.ctx, look, dataset.note.text, point.x, point.y - RAISE, align);
    });
  },
};
