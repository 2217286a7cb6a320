namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>Reads the configuration of another program.</summary>
internal interface IConfigurationReader
{
    /// <summary>Gets the name by which the program is chosen, such as <c>litellm</c>.</summary>
    string Name { get; }

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The text of the file.</param>
    /// <returns>What it means here, and what cannot be carried over.</returns>
    /// <exception cref="FormatException">The text is not valid, or no configuration of the program.</exception>
    ImportPlan Read(string text);
}
