using System.Diagnostics;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Tests.Clients;

/// <summary>Clients are told a path of this program that an update keeps.</summary>
public sealed class OwnProgramTests : IDisposable
{
    private const string Name = "router-maestro";

    private readonly TestHome _home = new();

    [Fact]
    public void Of_a_tool_it_is_the_link_beside_its_store()
    {
        var program = Path.Combine(_home.Folder, "tools", ".store", "routermaestro.cli", "0.1.0", "tools", Name);
        TestHome.Write(program, "");
        Assert.Equal(program, OwnProgram.LastingPathOf(program));

        var link = Path.Combine(_home.Folder, "tools", Name);
        File.CreateSymbolicLink(link, program);
        Assert.Equal(link, OwnProgram.LastingPathOf(program));
        Assert.Equal(link, OwnProgram.LastingPathOf(link));
    }

    [Fact]
    public async Task It_is_the_link_by_which_it_was_called()
    {
        var link = Path.Combine(_home.Folder, "bin", Name);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, Path.Combine(AppContext.BaseDirectory, Name));
        var start = new ProcessStartInfo("sh", ["-c", $"bin/{Name} config codex --level user --model m --dry-run"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _home.Folder,
        };
        foreach (var (name, value) in _home.Variables.Append(new("HOME", _home.Folder)).Append(new("ROUTER_MAESTRO_API_KEY", "sk-test")))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains($"+command = \"{link}\"", output, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();
}
