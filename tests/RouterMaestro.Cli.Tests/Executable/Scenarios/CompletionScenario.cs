namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>A shell asks for completions.</summary>
internal sealed class CompletionScenario : IScenario
{
    public IReadOnlyList<Step> Steps { get; } =
    [
        new("completion bash") { Out = "complete -F _router_maestro router-maestro\n$" },
        new("completion zsh") { Out = "^#compdef router-maestro\n" },
        new("completion fish") { Out = "complete -c router-maestro" },
        new("completion powershell") { Out = "Register-ArgumentCompleter" },
        Step.Refused("completion tcsh", 2, "There are completions for bash, zsh, fish, powershell, not for 'tcsh'."),
        new("complete --line router-maestro") { Out = ".*" },
        Step.Refused("complete", 2, "'router-maestro complete' needs --line"),
    ];
}
