namespace RouterMaestro.Cli.Completion;

/// <summary>Where the possible values of an argument or an option are from.</summary>
internal enum CompletionSource
{
    /// <summary>The values that the attribute lists.</summary>
    Fixed,

    /// <summary>The models of the running gateway.</summary>
    Models,

    /// <summary>What a client may write as its model: the models, and the name with which the gateway chooses.</summary>
    Routes,

    /// <summary>The providers of the running gateway.</summary>
    Providers,

    /// <summary>The providers that can be logged in to.</summary>
    Logins,

    /// <summary>The named keys of the running gateway.</summary>
    Keys,

    /// <summary>The contexts of <c>contexts.json</c>.</summary>
    Contexts,

    /// <summary>The files of the working folder; the shell lists them.</summary>
    Files,
}
