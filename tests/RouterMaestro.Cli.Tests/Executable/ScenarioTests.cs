using RouterMaestro.Cli.Parsing;

namespace RouterMaestro.Cli.Tests.Executable;

/// <summary>The real program against a real gateway: every scenario, and that together they write every command and option.</summary>
public sealed class ScenarioTests
{
    // they end the program only with Ctrl-C, or draw for a person: ProcessTests runs them
    private static readonly string[] _elsewhere = ["server start --host", "server start --log-level", "server start --drain-timeout", "demo --keep"];

    public static TheoryData<string> Names => [.. All.Select(scenario => scenario.Key)];

    private static IReadOnlyDictionary<string, IScenario> All { get; } = typeof(ScenarioTests).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IScenario)) && type is { IsInterface: false, IsAbstract: false })
        .ToDictionary(type => type.Name, type => (IScenario)Activator.CreateInstance(type)!);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_program_does_what_its_user_asks(string name)
    {
        await using var stage = await ScenarioStage.StartAsync();
        foreach (var step in All[name].Steps)
        {
            await stage.RunAsync(step);
        }
    }

    [Fact]
    public void Every_command_and_every_option_is_written_in_a_scenario()
    {
        var written = All.Values.SelectMany(scenario => scenario.Steps).Where(step => step.Code is 0 or 1)
            .Select(step => Arguments.Normalize([.. step.Line.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).ToArray();
        List<string> missing = [];
        foreach (var command in CommandTree.Commands().Where(command => command.Words is not ["server", "start"] and not ["demo"]))
        {
            var lines = written.Where(line => command.Words.SequenceEqual(line.Take(command.Words.Count))).ToArray();
            if (lines.Length == 0)
            {
                missing.Add(string.Join(' ', command.Words));
            }

            missing.AddRange(command.Options
                .Where(option => !lines.Any(line => line.Any(word => option.Spellings.Contains(word.Split('=')[0]))))
                .Select(option => $"{string.Join(' ', command.Words)} {option.Spellings[^1]}"));
        }

        Assert.Empty(missing.Except(_elsewhere));
    }
}
