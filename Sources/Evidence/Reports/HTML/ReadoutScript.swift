/// The page's only script: a cross hair with read-outs for charts that carry their points. Without it nothing
/// is missing but the read-outs.
enum ReadoutScript {
  /// Free of the characters that HTML and XML read differently.
  static let source = """
    document.querySelectorAll('.readout-plot').forEach(function (plot) {
      var points = JSON.parse(plot.dataset.points), decimals = Number(plot.dataset.decimals);
      var svg = plot.querySelector('svg'), cross = plot.querySelector('.cross');
      var output = plot.querySelector('output'), current = -1;
      function money(value) {
        return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
      }
      function show(index) {
        var point = points[index], x = point[0] / 10;
        current = index;
        cross.setAttribute('x1', x + '%');
        cross.setAttribute('x2', x + '%');
        cross.setAttribute('visibility', 'visible');
        var words = [
          new Date(point[1] * 1000).toISOString().slice(0, 16).replace('T', ' '), 'equity ' + money(point[2]),
          'balance ' + money(point[3]), 'drawdown ' + point[4].toFixed(2) + ' %'
        ];
        output.replaceChildren.apply(output, words.map(function (word) {
          var span = document.createElement('span');
          span.textContent = word;
          return span;
        }));
        output.style.left = Math.min(Math.max(x, 0), 100) + '%';
        output.style.transform = 'translateX(-' + x + '%)';
        output.style.visibility = 'visible';
      }
      function hide() {
        current = -1;
        cross.setAttribute('visibility', 'hidden');
        output.style.visibility = 'hidden';
      }
      function nearest(event) {
        var box = svg.getBoundingClientRect(), best = 0;
        var x = (event.clientX - box.left) / box.width * 1000;
        points.forEach(function (point, index) {
          if (Math.abs(points[best][0] - x) > Math.abs(point[0] - x)) best = index;
        });
        show(best);
      }
      plot.addEventListener('pointermove', nearest);
      plot.addEventListener('pointerdown', nearest);
      plot.addEventListener('pointerleave', hide);
      plot.addEventListener('blur', hide);
      plot.addEventListener('keydown', function (event) {
        var step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        show(Math.min(Math.max(current + step, 0), points.length - 1));
      });
    });
    """
}
