using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Models;

/// <summary>The names that the gateway adds to those of the providers: the automatic model and the operator's aliases.</summary>
internal static class GatewayNames
{
    /// <summary>Lists the names that a request can use now. An alias that ends with a <c>*</c> is no name.</summary>
    public static IEnumerable<NamedModel> List(GatewaySnapshot snapshot)
    {
        var aliases = new Aliases(snapshot.Settings.Aliases);
        return snapshot.Settings.Aliases.Where(alias => !IsPrefix(alias)).Select(alias => alias.Name)
            .Prepend(ModelCatalog.AutomaticModel)
            .Select(name => Find(name, aliases, snapshot))
            .OfType<NamedModel>()
            .DistinctBy(model => model.Name);
    }

    /// <summary>Finds the model of such a name; null if it is no such name, or no model can serve it.</summary>
    public static NamedModel? Find(string name, GatewaySnapshot snapshot) => Find(name, new Aliases(snapshot.Settings.Aliases), snapshot);

    private static NamedModel? Find(string name, Aliases aliases, GatewaySnapshot snapshot)
    {
        var alias = aliases.Find(name);
        if ((alias is null && name != ModelCatalog.AutomaticModel) || CallPlanner.PlanName(name, snapshot) is not { Error: null } plan)
        {
            return null;
        }

        // an alias may name a model that its provider does not list
        var first = plan.Candidates[0];
        var card = first.Card ?? new ModelCard(first.Model, first.Model.Id);
        return new(alias is null || IsPrefix(alias) ? name : alias.Name, (alias?.Target ?? name) == ModelCatalog.AutomaticModel ? Automatic(card) : card);
    }

    private static bool IsPrefix(ModelAlias alias) => alias.Name.EndsWith('*');

    // the limits are those of the model that serves at first; the others may differ
    private static ModelCard Automatic(ModelCard first) =>
        new(new ModelRef(ModelCatalog.AutomaticModel, first.Ref.QualifiedId), "Automatic") { Limits = first.Limits, Capabilities = first.Capabilities };
}
