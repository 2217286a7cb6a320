namespace RouterMaestro.Cli.Tests.Executable;

/// <summary>Command lines that one user writes one after the other. Every implementation in this assembly is run by <see cref="ScenarioTests"/>.</summary>
internal interface IScenario
{
    /// <summary>Gets the steps. They are told without a stage, so that the tests know which commands and options are written.</summary>
    IReadOnlyList<Step> Steps { get; }
}
