using System.Diagnostics;

namespace RouterMaestro.Cli.Tests.Executable;

/// <summary>The program where its output cannot be written.</summary>
public sealed class ClosedOutputTests
{
    [Theory]
    [InlineData("model list", ">&-")]
    [InlineData("model list", ">/dev/full")]
    [InlineData("--help", ">/dev/full")]
    [InlineData("completion bash", ">/dev/full")]
    [InlineData("translate --from chat --to messages", ">/dev/full")]
    public async Task Output_that_cannot_be_written_is_one_sentence(string command, string redirection)
    {
        await using var stage = await ScenarioStage.StartAsync();
        var (code, error) = await RunAsync(stage, command, redirection);
        Assert.Equal(1, code);
        Assert.Matches(@"^Error: Standard output cannot be written: [^\n]+\.\n$", error);
    }

    [Theory]
    [InlineData("provider list >/dev/null", 0)]
    [InlineData("model price nobody/nothing", 1)]
    [InlineData("model list --bogus", 2)]
    [InlineData("translate --from chat --to messages >/dev/null", 0)]
    public async Task Errors_that_nobody_can_read_change_nothing(string command, int code)
    {
        await using var stage = await ScenarioStage.StartAsync();
        Assert.Equal(code, (await RunAsync(stage, command, "2>/dev/full")).Code);
        Assert.Equal(code, (await RunAsync(stage, command, "2>&-")).Code);
    }

    private static async Task<(int Code, string Error)> RunAsync(ScenarioStage stage, string command, string redirection)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "router-maestro.dll");
        const string Body = """{"model":"m","seed":1,"messages":[{"role":"user","content":"Hello"}]}""";
        var start = new ProcessStartInfo("bash", ["-c", $"echo '{Body}' | dotnet '{program}' {command} {redirection}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in stage.Home.Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await output;
        return (process.ExitCode, await error);
    }
}
