namespace RouterMaestro.AspNetCore.Admin;

/// <summary>A feature of the admin API, which maps its own routes.</summary>
internal interface IAdminFeature
{
    /// <summary>Maps the routes of the feature.</summary>
    /// <param name="routes">The routes of the admin API.</param>
    void Map(AdminRoutes routes);
}
