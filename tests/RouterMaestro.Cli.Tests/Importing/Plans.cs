using RouterMaestro.Cli.Importing.ClaudeCodeRouter;
using RouterMaestro.Cli.Importing.LiteLlm;
using RouterMaestro.Cli.Importing.OpenCode;
using RouterMaestro.Cli.Importing.Plans;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Tests.Importing;

/// <summary>Reads the configurations of other programs.</summary>
internal static class Plans
{
    public static ImportPlan LiteLlm(string text, params (string Name, string Value)[] variables) => new LiteLlmReader(With(variables)).Read(text);

    public static ImportPlan Ccr(string text, params (string Name, string Value)[] variables) => new CcrReader(With(variables)).Read(text);

    public static ImportPlan OpenCode(string text, params (string Name, string Value)[] variables) => new OpenCodeReader(With(variables)).Read(text);

    /// <summary>Gets the entry of a provider as one line.</summary>
    public static string? EntryOf(this ImportPlan plan, string provider) =>
        Assert.Single(plan.Providers, known => known.Name == provider).Entry?.ToJsonString();

    /// <summary>Gets why something is not carried over.</summary>
    public static string ReasonOf(this ImportPlan plan, string path) => Assert.Single(plan.Omissions, omission => omission.Path == path).Reason;

    private static CliEnvironment With((string Name, string Value)[] variables) =>
        new(TextWriter.Null, TextWriter.Null, IsTerminal: false, name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
