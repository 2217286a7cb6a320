using System.Globalization;
using System.Text;
using RouterMaestro.Cli.Lifecycle;

namespace RouterMaestro.Cli.Tests.Lifecycle;

/// <summary>The file of the log: its rotation, its last lines, and following it.</summary>
public sealed class LogTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly TestHome _home = new();

    private string Log => Path.Combine(Path.GetDirectoryName(_home.ServerFile)!, "logs", "router-maestro.log");

    [Fact]
    public void The_newest_lines_are_in_the_newest_of_five_files()
    {
        List<string> opened = [];
        using (var log = new RollingLog(maxBytes: 100, maxFiles: 5, opened.Add))
        {
            log.Add("0000000 before the file is open\n");
            log.Open(Log);
            for (var number = 1; number <= 100; number++)
            {
                // one line a write, so that each can rotate
                log.Add($"{number:D7} of a hundred lines\n");
                SpinWait.SpinUntil(() => Contains(number), _patience);
            }
        }

        Assert.Equal(["router-maestro.log", "router-maestro.log.1", "router-maestro.log.2", "router-maestro.log.3", "router-maestro.log.4"], Files().Select(Path.GetFileName));
        var lines = Files().Reverse().SelectMany(File.ReadAllLines).Select(line => int.Parse(line[..7], CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Enumerable.Range(101 - lines.Length, lines.Length), lines);
        Assert.All(Files(), file => Assert.InRange(new FileInfo(file).Length, 1, 100));
        Assert.True(opened.Count > 5 && opened.All(file => file == Log));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Files())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public void What_another_writer_appends_stays()
    {
        using (var log = new RollingLog(maxBytes: 10_000, maxFiles: 5, _ => { }))
        {
            log.Open(Log);
            log.Add("one\n");
            SpinWait.SpinUntil(() => new FileInfo(Log).Length > 0, _patience);
            using (var other = new FileStream(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                other.Write("Unhandled exception. It is the last word.\n"u8);
            }

            log.Add("two\n");
        }

        Assert.Equal(["one", "Unhandled exception. It is the last word.", "two"], File.ReadAllLines(Log));
    }

    [Fact]
    public void Lines_that_find_no_place_are_counted()
    {
        using (var log = new RollingLog(maxBytes: 10_000_000, maxFiles: 5, _ => { }))
        {
            for (var number = 0; number < 10_007; number++)
            {
                log.Add("x\n");
            }

            log.Open(Log);
        }

        Assert.Contains("Lines left out, since the log could not be written in time: 7", File.ReadAllLines(Log));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "e")]
    [InlineData(2, "de")]
    [InlineData(3, "cde")]
    [InlineData(4, "bcde")]
    [InlineData(9, "abcde")]
    public async Task The_last_lines_go_back_beyond_rotations(int count, string expected)
    {
        TestHome.Write(LogFiles.Aged(Log, 2), "a\n");
        TestHome.Write(LogFiles.Aged(Log, 1), "b\nc\n");
        TestHome.Write(Log, "d\ne\n");

        Assert.Equal(0, await _home.RunAsync("server", "logs", "-n", $"{count}"));
        Assert.Equal(expected, Encoding.UTF8.GetString(_home.Output).Replace("\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n", 1)]
    [InlineData("without an end", 14)]
    public async Task A_log_may_be_empty_or_end_within_a_line(string content, int length)
    {
        TestHome.Write(Log, content);
        Assert.Equal(0, await _home.RunAsync("server", "logs"));
        Assert.Equal(length, _home.Output.Length);
    }

    [Fact]
    public async Task A_long_log_is_read_from_its_end()
    {
        var line = new string('x', 1023);
        TestHome.Write(Log, string.Concat(Enumerable.Range(0, 500).Select(_ => line + "\n")) + "the last\n");
        Assert.Equal(0, await _home.RunAsync("server", "logs", "-n", "200"));
        Assert.Equal((199 * 1024) + 9, _home.Output.Length);
    }

    [Fact]
    public async Task Following_misses_no_line_of_a_rotation()
    {
        using var log = new RollingLog(maxBytes: 2000, maxFiles: 5, _ => { });
        log.Open(Log);
        using var interruption = new CancellationTokenSource();
        var following = _home.RunAsync(["server", "logs", "--follow", "-n", "0"], interruption.Token);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        for (var number = 0; number < 150; number++)
        {
            log.Add($"{number:D4} of the lines that are followed\n");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        SpinWait.SpinUntil(() => Encoding.UTF8.GetString(_home.Output).Contains("0149 of", StringComparison.Ordinal), _patience);
        await interruption.CancelAsync();
        Assert.Equal(143, await following);
        Assert.True(File.Exists(LogFiles.Aged(Log, 2)));
        var followed = Encoding.UTF8.GetString(_home.Output).TrimEnd().Split('\n').Select(line => line[..4]);
        Assert.Equal(Enumerable.Range(0, 150).Select(number => $"{number:D4}"), followed);
    }

    public void Dispose() => _home.Dispose();

    private bool Contains(int number) => Files().Any(file =>
    {
        try
        {
            return File.ReadAllText(file).Contains($"{number:D7}", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    private string[] Files() => [.. Directory.GetFiles(Path.GetDirectoryName(Log)!).Order(StringComparer.Ordinal)];
}
